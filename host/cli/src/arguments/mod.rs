//! The command line: verbs, their flags (a file each), environment twins and texts.

#[cfg(feature = "compiler")]
mod build;
#[cfg(feature = "compiler")]
mod bundle;
#[cfg(feature = "compiler")]
mod check;
mod demo;
mod diff;
mod doctor;
mod grant;
mod help;
mod inspect;
mod key;
mod limits;
mod live;
#[cfg(feature = "compiler")]
mod new;
mod policy;
#[cfg(feature = "registry")]
mod pull;
#[cfg(feature = "registry")]
mod push;
mod query;
#[cfg(feature = "registry")]
mod registry;
mod run;
mod serve;
mod services;
mod sign;
mod source;
mod token;
mod trust;
#[cfg(feature = "compiler")]
mod types;
mod values;
mod verify;

use clap::{Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

#[cfg(feature = "compiler")]
pub use self::build::BuildArguments;
#[cfg(feature = "compiler")]
pub use self::bundle::BundleArguments;
#[cfg(feature = "compiler")]
pub use self::check::CheckArguments;
#[cfg(feature = "compiler")]
pub use self::demo::DemoLiveArguments;
pub use self::demo::{DemoAction, DemoArguments};
pub use self::diff::DiffArguments;
pub use self::doctor::DoctorArguments;
pub use self::grant::{GrantArguments, PolicySources};
pub use self::help::HelpArguments;
pub use self::inspect::InspectArguments;
pub use self::key::{KeyAction, KeyArguments, NewKeyArguments};
pub use self::limits::{LimitArguments, variable};
pub use self::live::LiveArguments;
#[cfg(feature = "compiler")]
pub use self::new::NewArguments;
pub use self::policy::PolicyArguments;
#[cfg(feature = "registry")]
pub use self::pull::PullArguments;
#[cfg(feature = "registry")]
pub use self::push::PushArguments;
pub use self::query::QueryArguments;
#[cfg(feature = "registry")]
pub use self::registry::RegistryArguments;
pub use self::run::{RunArguments, RuntimeName};
pub use self::serve::{LogFormat, ServeArguments};
pub use self::services::ServicesArguments;
pub use self::sign::SignArguments;
pub use self::source::{Place, SourceArguments};
pub use self::token::Token;
pub use self::trust::TrustArguments;
#[cfg(feature = "compiler")]
pub use self::types::TypesArguments;
pub use self::verify::VerifyArguments;

/// Runs TypeScript observability scripts as WASM components, in a sandbox, over DuckDB.
#[derive(Debug, Parser)]
#[command(name = "coral-wasm", version, arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Run a script, a component or a bundle
    Run(RunArguments),
    /// Check scripts, their declarations and types, without running them
    #[cfg(feature = "compiler")]
    Check(CheckArguments),
    /// Begin a script with a template
    #[cfg(feature = "compiler")]
    New(NewArguments),
    /// Compile a script to a component
    #[cfg(feature = "compiler")]
    Build(BuildArguments),
    /// Pack scripts into one file
    #[cfg(feature = "compiler")]
    Bundle(BundleArguments),
    /// Show what a bundle or a component is and asks for
    Inspect(InspectArguments),
    /// Show what changed from one bundle to another
    Diff(DiffArguments),
    /// Check that a bundle is whole, and who signed it
    Verify(VerifyArguments),
    /// Sign a bundle
    Sign(SignArguments),
    /// Make and show keys that sign bundles
    Key(KeyArguments),
    /// Put a bundle into an OCI registry
    #[cfg(feature = "registry")]
    Push(PushArguments),
    /// Get a bundle out of an OCI registry
    #[cfg(feature = "registry")]
    Pull(PullArguments),
    /// Ask telemetry in SQL, and print the rows
    Query(QueryArguments),
    /// Show the services: how often they are asked, how they fail, how long they take
    Services(ServicesArguments),
    /// Answer scripts under Deno over HTTP
    Serve(ServeArguments),
    /// Write the SDK beside scripts, for Deno and for editors
    #[cfg(feature = "compiler")]
    Types(TypesArguments),
    /// Make the sample database
    Demo(DemoArguments),
    /// Print what a script may use and do, and where each limit is from
    Policy(PolicyArguments),
    /// Say what is installed, what is missing and how to get it
    Doctor(DoctorArguments),
    /// Answer SQL of scripts, for the process at the other end of standard input
    #[command(hide = true)]
    SqlWorker,
    /// Explain the exit codes, or a verb
    Help(HelpArguments),
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

/// How a verb reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Text,
    Json,
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// For the eyes.
    Table,
    /// An array of objects.
    Json,
    /// As RFC 4180 has it.
    Csv,
}
