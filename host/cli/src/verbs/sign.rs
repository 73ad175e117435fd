//! `coral-wasm sign`: signs a bundle, anew if it was signed before.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use coral_bundle::{Bundle, BundleSignature, with_signature, write_atomically};

use crate::arguments::SignArguments;
use crate::bundle::key_file;
use crate::failure::Failure;

/// Replaces the signature of a bundle, in one step.
pub fn run(arguments: &SignArguments) -> Result<u8, Failure> {
    let path = &arguments.bundle;
    let bundle = Bundle::open(path).map_err(anyhow::Error::from)?;
    let signature = match (&arguments.key, &arguments.signature) {
        (_, Some(file)) => import(file, &bundle)?,
        (Some(key), None) => {
            let checksums = bundle.checksums();
            BundleSignature::make(&key_file::load(key)?, checksums.as_bytes()).map_err(anyhow::Error::from)?
        }
        (None, None) => return Err(Failure::usage("give --key or --signature")),
    };
    let bytes = with_signature(&bundle, &signature).map_err(anyhow::Error::from)?;
    write_atomically(path, &bytes).map_err(anyhow::Error::from)?;
    let _ = writeln!(std::io::stdout(), "{}: signed with {}", path.display(), signature.key().fingerprint());
    Ok(0)
}

fn import(file: &Path, bundle: &Bundle) -> anyhow::Result<BundleSignature> {
    let text = std::fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    BundleSignature::import(&text, bundle.checksums().as_bytes()).with_context(|| format!("{}", file.display()))
}
