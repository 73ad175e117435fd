//! Bundles our own TypeScript for the snapshot, where `coral:host` is the engine's own module.

use std::path::Path;

use anyhow::Result;
use coral_compiler::ProvidedModules;

/// One module without imports but of `coral:host`.
pub async fn bundle(entry: &Path) -> Result<String> {
    let provided = ProvidedModules::new().external("coral:host");
    Ok(coral_compiler::bundle(entry, &provided, coral_compiler::Columns::Utf16).await?.code)
}
