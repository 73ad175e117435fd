//! The flags of `coral-wasm demo`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub struct DemoArguments {
    #[command(subcommand)]
    pub action: DemoAction,
}

#[derive(Debug, Subcommand)]
pub enum DemoAction {
    /// Make the sample database, agent.db, in a folder
    Init {
        /// The folder
        #[arg(default_value = "coral-demo")]
        directory: PathBuf,
    },
}
