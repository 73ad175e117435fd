//! `coral-wasm push`: puts a bundle into an OCI registry.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};

use anyhow::anyhow;
use coral_bundle::{Bundle, Manifest};
use coral_registry::{Artifact, LARGEST_BUNDLE};

use crate::arguments::PushArguments;
use crate::bundle::registry_access::remote;
use crate::failure::Failure;
use crate::progress::Progress;

/// The bundle's own description, in its file.
const MANIFEST: &str = "manifest.json";

/// Checks the bundle, and pushes the very bytes that were checked.
pub async fn run(arguments: &PushArguments) -> Result<u8, Failure> {
    let path = &arguments.bundle;
    let unreadable = |error: io::Error| anyhow!("could not read {}: {error}", path.display());
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST_BUNDLE {
        return Err(
            anyhow!("{} has {size} bytes, and no bundle may have more than {LARGEST_BUNDLE}", path.display()).into()
        );
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let bundle = Bundle::from_bytes(path, bytes.clone()).map_err(anyhow::Error::from)?;
    let manifest = bundle.manifest();
    let config = bundle.read(MANIFEST).map_err(anyhow::Error::from)?;
    let artifact = Artifact { bundle: bytes, config, annotations: annotations(manifest) };

    let remote = remote(&arguments.registry, &arguments.reference)?;
    let digest = {
        let _progress = Progress::show("pushing the bundle");
        remote.push(artifact).await.map_err(anyhow::Error::from)?
    };
    let pinned = arguments.reference.with_digest(&digest);
    let mut stdout = io::stdout();
    let _ = writeln!(stdout, "{}: {} {}, as {pinned}", arguments.reference, manifest.name, manifest.version);
    let _ = writeln!(stdout, "try: coral-wasm pull {pinned}");
    Ok(0)
}

/// What registries and their tools show of a bundle.
fn annotations(manifest: &Manifest) -> BTreeMap<String, String> {
    let named = [
        ("title", Some(manifest.name.to_string())),
        ("version", Some(manifest.version.to_string())),
        ("description", manifest.description.clone()),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name, value?)));
    named.map(|(name, value)| (format!("org.opencontainers.image.{name}"), value)).collect()
}
