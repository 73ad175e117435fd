//! `coral-wasm diff`: what changed from one bundle to another.

use std::io::Write;
use std::path::Path;

use coral_bundle::Bundle;

use crate::arguments::{DiffArguments, OutputFormat};
use crate::bundle::diff::BundleDiff;
use crate::failure::Failure;

/// Prints what changed; the exit code is 0, or with `--exit-code` 1 if anything did.
pub fn run(arguments: &DiffArguments) -> Result<u8, Failure> {
    let open = |path: &Path| Bundle::open(path).map_err(|error| Failure::from(anyhow::Error::from(error)));
    let diff = BundleDiff::new(&open(&arguments.old)?, &open(&arguments.new)?)?;
    let text = match arguments.output {
        OutputFormat::Json => serde_json::to_string_pretty(&diff).map_err(anyhow::Error::from)? + "\n",
        OutputFormat::Text => diff.to_string(),
    };
    // With standard output closed there is no one to tell.
    let _ = write!(std::io::stdout(), "{text}");
    Ok(u8::from(arguments.exit_code && !diff.is_empty()))
}
