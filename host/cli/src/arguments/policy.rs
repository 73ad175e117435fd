//! The flags of `coral-wasm policy`.

use std::path::PathBuf;

use clap::Args;

use super::OutputFormat;
use super::grant::GrantArguments;
use super::trust::TrustArguments;

#[derive(Debug, Args)]
pub struct PolicyArguments {
    /// A script, a component or a bundle, whose wishes are looked at too
    pub script: Option<PathBuf>,

    /// Which script of a bundle; without it, the only one
    #[arg(requires = "script")]
    pub name: Option<String>,

    #[command(flatten)]
    pub trust: TrustArguments,

    #[command(flatten)]
    pub grant: GrantArguments,

    /// How to print it: as text, or as one JSON object
    #[arg(short, long, value_name = "FORMAT", env = "CORAL_WASM_OUTPUT", default_value = "text")]
    pub output: OutputFormat,
}
