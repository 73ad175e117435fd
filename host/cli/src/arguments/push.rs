//! The flags of `coral-wasm push`.

use std::path::PathBuf;

use clap::Args;
use coral_registry::Reference;

use super::RegistryArguments;

#[derive(Debug, Args)]
pub struct PushArguments {
    /// The bundle: a .coralbundle file
    pub bundle: PathBuf,

    /// Where to: HOST/NAME:TAG
    pub reference: Reference,

    #[command(flatten)]
    pub registry: RegistryArguments,
}
