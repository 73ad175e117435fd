//! The flags of `coral-wasm build`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::FalseyValueParser;

#[derive(Debug, Args)]
pub struct BuildArguments {
    /// The script: a .ts, .mts, .js or .mjs file
    pub script: PathBuf,

    /// The component's file; without it, the script's name with .wasm in this folder
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// Put the JavaScript engine into the component, for hosts that have none
    #[arg(long)]
    pub standalone: bool,

    /// Print errors, nothing else
    #[arg(short, long, env = "CORAL_WASM_QUIET", value_parser = FalseyValueParser::new())]
    pub quiet: bool,
}
