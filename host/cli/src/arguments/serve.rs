//! The flags of `coral-wasm serve`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use coral_listener::ListenAddress;

use super::grant::PolicySources;
use super::live::LiveArguments;
use super::token::TokenText;
use super::values::parse_duration;

#[derive(Debug, Args)]
pub struct ServeArguments {
    /// The DuckDB database that may be queried, or a folder of live data; it is opened read-only
    #[arg(long, value_name = "PATH", env = "CORAL_WASM_DB", default_value = "coral-demo/agent.db")]
    pub db: PathBuf,

    /// Where to listen; port 0 is any that is free
    #[arg(long, value_name = "HOST:PORT", env = "CORAL_WASM_LISTEN", default_value = "localhost:9003")]
    pub listen: ListenAddress,

    /// Let in only who brings this token (`Authorization: Bearer SECRET`), as a run of this script which may ask about
    /// this service alone; as often as needed. In the environment no other user can read it
    #[arg(long = "token", value_name = "[SCRIPT[@SERVICE]:]SECRET", env = "CORAL_WASM_TOKEN", hide_env_values = true)]
    pub tokens: Vec<TokenText>,

    /// One more name that this server is called by, such as behind a proxy; as often as needed
    #[arg(long = "host", value_name = "NAME", env = "CORAL_WASM_HOST")]
    pub hosts: Vec<String>,

    /// How to log: text, or one JSON object a line
    #[arg(long, value_name = "FORMAT", env = "CORAL_WASM_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,

    /// Write events as JSON lines to standard output or, appending, to a file
    #[arg(long, value_name = "stdout|FILE", env = "CORAL_WASM_EMIT_TO")]
    pub emit_to: Option<PathBuf>,

    /// The longest that a query may wait for its turn at the database before it is refused with status 503
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_QUEUE_TIMEOUT", default_value = "10s", value_parser = parse_duration)]
    pub queue_timeout: Duration,

    /// How long requests that are under way may take to finish after Ctrl-C or SIGTERM
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_GRACE", default_value = "10s", value_parser = parse_duration)]
    pub grace: Duration,

    #[command(flatten)]
    pub live: LiveArguments,

    #[command(flatten)]
    pub limits: PolicySources,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

impl ServeArguments {
    /// What is queried: the folder of live data, or the database.
    pub fn database(&self) -> &Path {
        self.live.folder.as_deref().unwrap_or(&self.db)
    }
}
