//! The flags of `coral-wasm demo`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[cfg(feature = "compiler")]
use super::values::parse_duration;

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
    /// Watch three made-up services live: their faults come and go, and the scripts that ship alert on them
    #[cfg(feature = "compiler")]
    Live(DemoLiveArguments),
}

#[cfg(feature = "compiler")]
#[derive(Debug, Args)]
pub struct DemoLiveArguments {
    /// End after this time; without it, Ctrl-C does
    #[arg(long = "for", value_name = "DURATION", value_parser = parse_duration)]
    pub lasts: Option<std::time::Duration>,

    /// Keep what the services send in this folder; without it, it is deleted at the end
    #[arg(long, value_name = "FOLDER")]
    pub live: Option<PathBuf>,

    /// Where to answer, for other verbs and scripts; port 0 is any that is free
    #[arg(long, value_name = "HOST:PORT", default_value = "localhost:0")]
    pub listen: coral_listener::ListenAddress,

    /// What everything follows that happens by chance, after the first minute and a half
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
}
