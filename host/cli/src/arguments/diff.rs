//! The flags of `coral-wasm diff`.

use std::path::PathBuf;

use clap::Args;

use super::OutputFormat;

#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The bundle that was
    pub old: PathBuf,

    /// The bundle that is
    pub new: PathBuf,

    /// Exit with 1 if anything changed
    #[arg(long)]
    pub exit_code: bool,

    /// How to report
    #[arg(short, long, value_name = "FORMAT", env = "CORAL_WASM_OUTPUT", default_value = "text")]
    pub output: OutputFormat,
}
