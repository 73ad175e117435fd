//! `coral-wasm pull`: gets a bundle out of an OCI registry. Nothing is written before all of it is checked.

use std::io::Write;
use std::path::{Path, PathBuf};

use coral_bundle::{Bundle, EXTENSION, write_atomically};
use coral_registry::{Problem, Pulled, Reference, RegistryError};

use crate::arguments::PullArguments;
use crate::bundle::registry_access::remote;
use crate::bundle::trust::BundleTrust;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::verbs::verify;

/// Pulls the bundle, checks it as `run` would, writes it in one step and says what it is.
pub async fn run(arguments: &PullArguments) -> Result<u8, Failure> {
    let trust = BundleTrust::from_arguments(&arguments.trust)?;
    let remote = remote(&arguments.registry, &arguments.reference)?;
    let mut bytes = Vec::new();
    let pulled = {
        let _progress = Progress::show("pulling the bundle");
        remote.pull(&mut bytes).await.map_err(anyhow::Error::from)?
    };
    // There is no file yet: errors call it by where it came from.
    let origin = arguments.reference.to_string();
    let bundle = Bundle::from_bytes(Path::new(&origin), bytes.clone()).map_err(anyhow::Error::from)?;
    check_description(&arguments.reference, &bundle, &pulled)?;
    let path = match &arguments.output {
        Some(path) => path.clone(),
        None => PathBuf::from(format!("{}.{EXTENSION}", bundle.manifest().name)),
    };
    let signer = trust.check(&bundle, &path)?;

    write_atomically(&path, &bytes).map_err(anyhow::Error::from)?;
    let text = verify::text(&path, &bundle, signer.as_ref());
    let pinned = arguments.reference.with_digest(&pulled.digest);
    let _ = writeln!(std::io::stdout(), "{text}from       {pinned}");
    Ok(0)
}

/// Registries show a bundle by its description beside it, which must be its own.
fn check_description(reference: &Reference, bundle: &Bundle, pulled: &Pulled) -> anyhow::Result<()> {
    let own = bundle.checksum("manifest.json").map(|digest| digest.to_string());
    if own.is_some_and(|own| pulled.config_digest.strip_prefix("sha256:") == Some(&own)) {
        return Ok(());
    }
    let problem = Problem::OtherBytes("its description is not that of the bundle".to_owned());
    Err(RegistryError::new(reference, problem).into())
}
