//! The flags of `coral-wasm pull`.

use std::path::PathBuf;

use clap::Args;
use coral_registry::Reference;

use super::{RegistryArguments, TrustArguments};

#[derive(Debug, Args)]
pub struct PullArguments {
    /// Which bundle: HOST/NAME:TAG or HOST/NAME@sha256:…
    pub reference: Reference,

    /// The file to write; without it, the bundle's name with .coralbundle in the current folder
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    #[command(flatten)]
    pub trust: TrustArguments,

    #[command(flatten)]
    pub registry: RegistryArguments,
}
