//! The command line: verbs, flags, their environment twins and their texts.

use std::path::PathBuf;
use std::time::Duration;

use bytesize::ByteSize;
use clap::builder::FalseyValueParser;
use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

/// Runs TypeScript observability scripts as WASM components, in a sandbox, over DuckDB.
#[derive(Debug, Parser)]
#[command(name = "coral-wasm", version, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Compile a script and run it
    Run(RunArguments),
    /// Make the sample database
    Demo(DemoArguments),
    /// Say what is installed, what is missing and how to get it
    Doctor(DoctorArguments),
}

impl Arguments {
    /// The arguments of this process. It ends here on wrong usage, `--help` and `--version`.
    pub fn from_command_line() -> Self {
        let matches = without_empty_variables(Self::command()).get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

/// An environment variable that is set to nothing counts as not set.
fn without_empty_variables(command: Command) -> Command {
    let is_empty = |name: &std::ffi::OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
    command
        .mut_args(|argument| if argument.get_env().is_some_and(is_empty) { argument.env(None) } else { argument })
        .mut_subcommands(without_empty_variables)
}

/// Exit codes, of `run --help`.
const EXIT_CODES: &str = "\
Exit codes:
  0    the script completed, or called Deno.exit(0)
  1    the script threw an exception, or could not be compiled or started
  2    wrong usage
  122  out of fuel (--fuel)
  123  out of memory (--memory)
  124  out of time (--timeout)
  130  interrupted by Ctrl-C; 143 by SIGTERM
  134  the host failed
  any other code is what the script gave to Deno.exit";

#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct RunArguments {
    /// The script: a .ts, .mts, .js or .mjs file
    pub script: PathBuf,

    /// The DuckDB database that the script may query; it is opened, read-only, at the first query
    #[arg(long, value_name = "PATH", env = "CORAL_WASM_DB", default_value = "coral-demo/agent.db")]
    pub db: PathBuf,

    /// A parameter for the script, as often as needed (the environment holds one): `coral.context.params.get("K")`
    #[arg(long = "param", value_name = "K=V", env = "CORAL_WASM_PARAM", value_parser = parse_parameter)]
    pub parameters: Vec<(String, String)>,

    /// The longest that the run may take, waiting included, such as 500ms or 5m; `none` for no limit
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_TIMEOUT", default_value = "60s", value_parser = parse_timeout, allow_hyphen_values = true)]
    pub timeout: Timeout,

    /// Units of fuel: about one an instruction, some 10 a nanosecond
    #[arg(long, value_name = "UNITS", env = "CORAL_WASM_FUEL", default_value = "500000000000", value_parser = parse_fuel, allow_hyphen_values = true)]
    pub fuel: u64,

    /// The most memory that the script may have, such as 64MiB; at most 4GiB
    #[arg(long, value_name = "SIZE", env = "CORAL_WASM_MEMORY", default_value = "64MiB", value_parser = parse_memory, allow_hyphen_values = true)]
    pub memory: u64,

    /// Run again whenever the script or a file that it imports changes
    #[arg(long, env = "CORAL_WASM_WATCH", value_parser = FalseyValueParser::new())]
    pub watch: bool,

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

#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// The database to look at
    #[arg(long, value_name = "PATH", env = "CORAL_WASM_DB", default_value = "coral-demo/agent.db")]
    pub db: PathBuf,

    /// How to report
    #[arg(short, long, value_name = "FORMAT", env = "CORAL_WASM_OUTPUT", default_value = "text")]
    pub output: OutputFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Text,
    Json,
}

/// A wall limit, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeout(pub Option<Duration>);

/// The engine's own memory, and as much again for the script.
const SMALLEST_MEMORY: u64 = 8 << 20;

/// What a 32-bit memory can hold.
const LARGEST_MEMORY: u64 = 4 << 30;

fn parse_parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some(("", _)) => Err("the name before the `=` is empty: write --param NAME=VALUE".to_owned()),
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err("there is no `=`: write --param NAME=VALUE".to_owned()),
    }
}

fn parse_timeout(text: &str) -> Result<Timeout, String> {
    if text == "none" {
        return Ok(Timeout(None));
    }
    match humantime::parse_duration(text) {
        Ok(duration) if duration.is_zero() => Err("it is zero: write `none` for no limit".to_owned()),
        Ok(duration) => Ok(Timeout(Some(duration))),
        Err(_) => Err("write a number with a unit, such as 500ms, 30s or 5m, or `none`".to_owned()),
    }
}

fn parse_fuel(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "write a whole number, such as 1000000000".to_owned())
}

fn parse_memory(text: &str) -> Result<u64, String> {
    let size: ByteSize = text.parse().map_err(|_| "write a number with a unit, such as 64MiB or 1GiB".to_owned())?;
    match size.as_u64() {
        bytes if bytes < SMALLEST_MEMORY => Err("it is less than 8MiB, half of which the engine needs".to_owned()),
        bytes if bytes > LARGEST_MEMORY => Err("it is more than 4GiB, the most that a script can address".to_owned()),
        bytes => Ok(bytes),
    }
}
