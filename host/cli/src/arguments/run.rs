//! The flags of `coral-wasm run`.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::FalseyValueParser;
use clap::{Args, ValueEnum};
use coral_listener::ListenAddress;

use super::OutputFormat;
use super::grant::GrantArguments;
use super::trust::TrustArguments;
use super::values::parse_duration;

#[derive(Debug, Args)]
#[command(after_help = crate::exit_codes::text())]
pub struct RunArguments {
    /// What to run: a script (a .ts, .mts, .js or .mjs file), a component (.wasm) or a bundle (.coralbundle)
    pub script: PathBuf,

    /// Which script of a bundle; without it, the only one
    pub name: Option<String>,

    #[command(flatten)]
    pub trust: TrustArguments,

    /// Print the script's parameters, and run nothing
    #[arg(long)]
    pub param_help: bool,

    /// The DuckDB database that the script may query; it is opened, read-only, at the first query
    #[arg(long, value_name = "PATH", env = "CORAL_WASM_DB", default_value = "coral-demo/agent.db")]
    pub db: PathBuf,

    /// What runs the script
    #[arg(long, value_name = "RUNTIME", env = "CORAL_WASM_RUNTIME", default_value = "wasm")]
    pub runtime: RuntimeName,

    /// The Deno for `--runtime deno`; without it, the one that `make setup` fetched, or one on the PATH
    #[arg(long, value_name = "PATH", env = "CORAL_WASM_DENO")]
    pub deno: Option<PathBuf>,

    /// Where the server for `--runtime deno` listens, such as localhost:9003; without it, on a port that is free
    #[arg(long, value_name = "HOST:PORT", env = "CORAL_WASM_LISTEN")]
    pub listen: Option<ListenAddress>,

    #[command(flatten)]
    pub grant: GrantArguments,

    /// Run again whenever the script or a file that it imports changes
    #[cfg(feature = "compiler")]
    #[arg(long, env = "CORAL_WASM_WATCH", value_parser = FalseyValueParser::new())]
    pub watch: bool,

    /// Run again and again, this long from start to start; without a time, as often as the script asks for. A bundle or a
    /// component that was replaced is used from the next run on
    #[arg(long, value_name = "DURATION", num_args = 0..=1, require_equals = true, env = "CORAL_WASM_EVERY", value_parser = parse_duration)]
    #[cfg_attr(feature = "compiler", arg(conflicts_with = "watch"))]
    pub every: Option<Option<Duration>>,

    /// Write events as JSON lines to standard output or, appending, to a file
    #[arg(long, value_name = "stdout|FILE", env = "CORAL_WASM_EMIT_TO")]
    pub emit_to: Option<PathBuf>,

    /// How to report: text, or one JSON object with the ending, usage, events and logs
    #[arg(short, long, value_name = "FORMAT", env = "CORAL_WASM_OUTPUT", default_value = "text")]
    pub output: OutputFormat,

    /// Print what the script prints and errors, nothing else
    #[arg(short, long, env = "CORAL_WASM_QUIET", value_parser = FalseyValueParser::new())]
    pub quiet: bool,
}

impl RunArguments {
    /// Which script of a bundle.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RuntimeName {
    /// wasmtime: the script is a component that can call its host and nothing else
    Wasm,
    /// Deno: the script asks a server of its own over HTTP
    #[cfg(feature = "compiler")]
    Deno,
}
