//! The flags that set limits: one for each limit there is, with an environment twin.

use clap::builder::ValueParser;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use coral_policy::{Kind, Limit, Preset, Settings, Value};

/// What flags and environment variables set.
#[derive(Debug, Clone, Default)]
pub struct LimitArguments {
    /// By flags.
    pub flags: Settings,
    /// By environment variables.
    pub environment: Settings,
}

/// What flags and environment variables set of what one question may take and see; [`LimitArguments`] has all limits.
#[derive(Debug, Clone, Default)]
pub struct QuestionLimits(pub LimitArguments);

/// The limits of a question.
const OF_QUESTIONS: [Limit; 5] =
    [Limit::QueryRows, Limit::QueryTime, Limit::QueryBytes, Limit::Tables, Limit::Services];

/// The flags that `-h` shows; `--help` shows all.
const COMMON: [Limit; 4] = [Limit::Fuel, Limit::Memory, Limit::Timeout, Limit::Services];

/// The environment variable of a limit.
pub fn variable(limit: Limit) -> String {
    format!("CORAL_WASM_{}", limit.flag().to_uppercase().replace('-', "_"))
}

impl Args for LimitArguments {
    fn augment_args(command: Command) -> Command {
        Limit::ALL.into_iter().fold(command, |command, limit| command.arg(flag(limit)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn flag(limit: Limit) -> Arg {
    let (value_name, action) = match limit.kind() {
        Kind::Count => ("N", ArgAction::Set),
        Kind::Bytes => ("SIZE", ArgAction::Set),
        Kind::Time => ("DURATION", ArgAction::Set),
        Kind::Names => ("NAME", ArgAction::Append),
        Kind::Switch => ("true|false", ArgAction::Set),
    };
    let several = if limit.kind() == Kind::Names { "; as often as needed" } else { "" };
    let check = move |text: &str| Value::of_texts(limit, &[text.to_owned()]).map(|_| text.to_owned());
    Arg::new(limit.name())
        .long(limit.flag())
        .env(variable(limit))
        .value_name(value_name)
        .value_parser(ValueParser::from(check))
        .action(action)
        .allow_hyphen_values(true)
        .hide_short_help(!COMMON.contains(&limit))
        .help_heading("Limits")
        .help(format!("Limit {}{several} [default: {}]", limit.about(), Preset::default().value(limit)))
}

impl Args for QuestionLimits {
    fn augment_args(command: Command) -> Command {
        OF_QUESTIONS.into_iter().fold(command, |command, limit| {
            let flag = flag(limit).hide_short_help(false);
            // Where there is but one answer, nobody would look for the rows of queries.
            command.arg(if limit == Limit::QueryRows { flag.long("rows").alias(limit.flag()) } else { flag })
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for QuestionLimits {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut arguments = Self::default();
        arguments.update_from_arg_matches(matches)?;
        Ok(arguments)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update(matches, &OF_QUESTIONS)
    }
}

impl FromArgMatches for LimitArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut arguments = Self::default();
        arguments.update_from_arg_matches(matches)?;
        Ok(arguments)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.update(matches, &Limit::ALL)
    }
}

impl LimitArguments {
    /// Takes the values of those limits that the command has flags for.
    fn update(&mut self, matches: &ArgMatches, limits: &[Limit]) -> Result<(), clap::Error> {
        for limit in limits.iter().copied() {
            let Some(texts) = matches.get_many::<String>(limit.name()) else { continue };
            let texts: Vec<String> = texts.cloned().collect();
            let value = Value::of_texts(limit, &texts).map_err(|reason| {
                clap::Error::raw(ErrorKind::ValueValidation, format!("--{}: {reason}\n", limit.flag()))
            })?;
            match matches.value_source(limit.name()) {
                Some(ValueSource::EnvVariable) => self.environment.set(limit, value),
                _ => self.flags.set(limit, value),
            }
        }
        Ok(())
    }
}
