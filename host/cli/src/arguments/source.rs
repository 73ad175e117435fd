//! The flags that say what is asked, a database file or a running server, and within which limits.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use coral_client::ServerAddress;

use super::grant::PolicySources;
use super::limits::QuestionLimits;

/// What is asked, and within which limits.
#[derive(Debug, Args)]
pub struct SourceArguments {
    #[command(flatten)]
    pub place: Place,

    /// A policy file (TOML): what scripts may ask, and so what may be asked here. Over a server, its own policy holds
    #[arg(long, value_name = "FILE", env = "CORAL_WASM_POLICY", help_heading = "Limits")]
    pub policy: Option<PathBuf>,

    #[command(flatten)]
    pub limits: QuestionLimits,
}

impl SourceArguments {
    /// The same as a run's policy has it. Presets do not differ in what a question may take.
    pub fn policy_sources(&self) -> PolicySources {
        PolicySources { policy: self.policy.clone(), preset: None, limits: self.limits.0.clone() }
    }
}

/// Where telemetry is asked.
#[derive(Debug, Clone)]
pub enum Place {
    /// In this database file.
    File(PathBuf),
    /// From this server.
    Server(ServerAddress),
}

const DB: &str = "db";
const SERVER: &str = "server";

impl Args for Place {
    fn augment_args(command: Command) -> Command {
        let db = Arg::new(DB)
            .long(DB)
            .value_name("PATH")
            .env("CORAL_WASM_DB")
            .default_value("coral-demo/agent.db")
            .value_parser(clap::value_parser!(PathBuf))
            .help("The DuckDB database that is asked; it is opened read-only");
        let server = Arg::new(SERVER)
            .long(SERVER)
            .value_name("URL")
            .env("CORAL_SDK_URL")
            // It may hold a password, although none belongs there.
            .hide_env_values(true)
            .help(
                "The running server (`coral-wasm serve`) that is asked in place of a file, such as http://localhost:9003. Its token \
                 is read from CORAL_SDK_TOKEN, which no other user can see. CORAL_WASM_DB comes before CORAL_SDK_URL",
            );
        command.arg(db).arg(server)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Place {
    /// A flag says more than the environment, and the file of the environment, which is what a run would ask, more than
    /// its server.
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        use ValueSource::{CommandLine, EnvVariable};
        let server = || -> Result<Self, clap::Error> {
            let text = matches.get_one::<String>(SERVER).map_or("", String::as_str);
            let address = text.parse::<ServerAddress>();
            address.map(Self::Server).map_err(|reason| {
                clap::Error::raw(ErrorKind::ValueValidation, format!("--server (or CORAL_SDK_URL): {reason}\n"))
            })
        };
        let file = || Self::File(matches.get_one::<PathBuf>(DB).cloned().unwrap_or_default());
        match (matches.value_source(DB), matches.value_source(SERVER)) {
            (Some(CommandLine), Some(CommandLine)) => Err(clap::Error::raw(
                ErrorKind::ArgumentConflict,
                "--db names a file and --server a running server: leave one of them out\n",
            )),
            (_, Some(CommandLine)) => server(),
            (Some(CommandLine | EnvVariable), _) => Ok(file()),
            (_, Some(EnvVariable)) => server(),
            _ => Ok(file()),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
