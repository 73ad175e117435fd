//! The command line: verbs, flags, their environment twins and their texts.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use bytesize::ByteSize;
use clap::builder::FalseyValueParser;
use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use coral_server::ListenAddress;

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
    /// Answer scripts under Deno over HTTP
    Serve(ServeArguments),
    /// Make the sample database
    Demo(DemoArguments),
    /// Write the SDK beside scripts, for Deno and for editors
    Types(TypesArguments),
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

    /// What runs the script
    #[arg(long, value_name = "RUNTIME", env = "CORAL_WASM_RUNTIME", default_value = "wasm")]
    pub runtime: RuntimeName,

    /// The Deno for `--runtime deno`; without it, the one that `make setup` fetched, or one on the PATH
    #[arg(long, value_name = "PATH", env = "CORAL_WASM_DENO")]
    pub deno: Option<PathBuf>,

    /// Where the server for `--runtime deno` listens, such as localhost:9003; without it, on a port that is free
    #[arg(long, value_name = "HOST:PORT", env = "CORAL_WASM_LISTEN")]
    pub listen: Option<ListenAddress>,

    /// The one service that the script may ask about; without it, any
    #[arg(long, value_name = "NAME", env = "CORAL_WASM_SERVICE")]
    pub service: Option<String>,

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
pub struct ServeArguments {
    /// The DuckDB database that may be queried; it is opened read-only
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

    /// The longest that a query may take before it is interrupted
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_QUERY_TIMEOUT", default_value = "30s", value_parser = parse_duration)]
    pub query_timeout: Duration,

    /// The longest that a query may wait for one of the 20 connections before it is refused with status 503
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_QUEUE_TIMEOUT", default_value = "10s", value_parser = parse_duration)]
    pub queue_timeout: Duration,

    /// How long requests that are under way may take to finish after Ctrl-C or SIGTERM
    #[arg(long, value_name = "DURATION", env = "CORAL_WASM_GRACE", default_value = "10s", value_parser = parse_duration)]
    pub grace: Duration,
}

/// The text of a `--token`: not read yet, so that no message about it quotes it.
#[derive(Clone)]
pub struct TokenText(String);

impl From<String> for TokenText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for TokenText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenText(…)")
    }
}

/// A token, and whose it is.
pub struct Token {
    pub secret: String,
    pub script: Option<String>,
    pub service: Option<String>,
}

/// Fewer characters than this are guessed too soon.
const SHORTEST_SECRET: usize = 16;

impl TokenText {
    /// What it says, or what is wrong with it, which leaves the secret out.
    pub fn parse(&self) -> Result<Token, String> {
        let text = self.0.as_str();
        let (owner, secret) = match text.rsplit_once(':') {
            Some((owner, secret)) => (Some(owner), secret),
            None => (None, text),
        };
        // What RFC 6750 lets stand in a header.
        let is_sound = |character: char| character.is_ascii_alphanumeric() || "-._~+/=".contains(character);
        if secret.len() < SHORTEST_SECRET || !secret.chars().all(is_sound) {
            return Err(format!(
                "a secret has at least {SHORTEST_SECRET} characters, out of letters, digits and -._~+/=: try openssl rand -hex 32"
            ));
        }
        let (script, service) = match owner.map(|owner| owner.split_once('@').ok_or(owner)) {
            None => (None, None),
            Some(Ok((script, service))) => (Some(script), Some(service)),
            Some(Err(script)) => (Some(script), None),
        };
        if script == Some("") || service == Some("") {
            return Err("the script's or the service's name is empty: write SCRIPT@SERVICE:SECRET".to_owned());
        }
        Ok(Token { secret: secret.to_owned(), script: script.map(str::to_owned), service: service.map(str::to_owned) })
    }
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
pub struct TypesArguments {
    /// The folder that the scripts are in
    #[arg(default_value = ".")]
    pub directory: PathBuf,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RuntimeName {
    /// wasmtime: the script is a component that can call its host and nothing else
    Wasm,
    /// Deno: the script asks a server of its own over HTTP
    Deno,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
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

fn parse_duration(text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text).ok().filter(|duration| !duration.is_zero());
    duration.ok_or_else(|| "write a number above 0 with a unit, such as 500ms, 30s or 5m".to_owned())
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
