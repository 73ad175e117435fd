//! The flags of `coral-wasm inspect`.

use std::path::PathBuf;

use clap::Args;

use super::{GrantArguments, OutputFormat, TrustArguments};

#[derive(Debug, Args)]
pub struct InspectArguments {
    /// A bundle (.coralbundle) or a component (.wasm)
    pub file: PathBuf,

    #[command(flatten)]
    pub trust: TrustArguments,

    #[command(flatten)]
    pub grant: GrantArguments,

    /// How to report
    #[arg(short, long, value_name = "FORMAT", env = "CORAL_WASM_OUTPUT", default_value = "text")]
    pub output: OutputFormat,
}
