//! The flags of `coral-wasm check`.

use std::path::PathBuf;

use clap::Args;

use super::OutputFormat;

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// Scripts, coral.toml files, or folders with either
    #[arg(value_name = "SCRIPT|DIR|coral.toml", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// The Deno that checks types; without it, the one that `make setup` fetched, or one on the PATH
    #[arg(long, value_name = "PATH", env = "CORAL_WASM_DENO")]
    pub deno: Option<PathBuf>,

    /// How to report: text, or one JSON object with every finding
    #[arg(short, long, value_name = "FORMAT", env = "CORAL_WASM_OUTPUT", default_value = "text")]
    pub output: OutputFormat,
}
