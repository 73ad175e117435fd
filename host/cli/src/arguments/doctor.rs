//! The flags of `coral-wasm doctor`.

use std::path::PathBuf;

use clap::Args;

use super::OutputFormat;

#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// The database to look at
    #[arg(long, value_name = "PATH", env = "CORAL_WASM_DB", default_value = "coral-demo/agent.db")]
    pub db: PathBuf,

    /// How to report
    #[arg(short, long, value_name = "FORMAT", env = "CORAL_WASM_OUTPUT", default_value = "text")]
    pub output: OutputFormat,
}
