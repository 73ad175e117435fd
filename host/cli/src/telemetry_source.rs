//! Where a verb asks in SQL: a database file, as a script would, or a running server. Must not know what is asked.

use std::sync::Arc;
use std::time::Duration;

use coral_client::{Client, ClientError, ServerAddress, Token};
use coral_contract::{Answer, AskError, Event, ExceededBudget, Question, ResultSet, SqlQuery};
use coral_policy::{Limit, Preset, Value};
use coral_run::{Activity, Ending, Exception, Level, Observer, Session, SessionOptions, Stop};
use coral_source::printable;
use coral_telemetry::LazyDatabase;

use crate::arguments::{Place, SourceArguments};
use crate::failure::Failure;
use crate::run_facts::run_facts;
use crate::script::database::database_options;
use crate::script::grant;
use crate::stop_signal::StopSignal;

/// What the server's token is read from, as the SDK does.
const TOKEN_VARIABLE: &str = "CORAL_SDK_TOKEN";

/// How long a server has for an answer where nothing else is said: as long as a question may wait there and take, and more.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where a verb asks in SQL.
pub enum TelemetrySource {
    /// A database file, within the session of a run.
    File(Box<Session>),
    /// A running server.
    Server {
        /// Who asks it.
        client: Client,
        /// How long it may take.
        patience: Duration,
        /// How many rows are asked for; none for as many as the server gives.
        rows: Option<u32>,
    },
}

impl TelemetrySource {
    /// The source that the flags name. It is not reached for before a question is asked.
    pub fn open(arguments: &SourceArguments) -> Result<Self, Failure> {
        match &arguments.place {
            Place::File(path) => {
                let policy = grant::for_anyone(&arguments.policy_sources(), Preset::Adhoc)?.policy();
                let telemetry = Arc::new(LazyDatabase::new(path.clone(), database_options(&policy)));
                let facts = run_facts("query", Vec::new())?;
                let observer = Box::new(Nobody);
                let options = SessionOptions { facts, policy, keep_events: false, telemetry, observer };
                Ok(Self::File(Box::new(Session::new(options))))
            }
            Place::Server(address) => Self::of_server(arguments, address.clone()),
        }
    }

    fn of_server(arguments: &SourceArguments, address: ServerAddress) -> Result<Self, Failure> {
        let limits = &arguments.limits.0;
        for limit in [Limit::QueryBytes, Limit::Tables, Limit::Services] {
            if limits.flags.get(limit).is_some() {
                let flag = limit.flag();
                return Err(Failure::usage(format!(
                    "--{flag} is for a file: over --server its own policy holds, and what its token may see; leave --{flag} out"
                )));
            }
        }
        let given = |limit| limits.flags.get(limit).or_else(|| limits.environment.get(limit));
        let rows = match given(Limit::QueryRows) {
            Some(Value::Count(Some(rows))) => Some(u32::try_from(*rows).unwrap_or(u32::MAX)),
            _ => None,
        };
        let patience = match given(Limit::QueryTime) {
            Some(Value::Time(Some(time))) => *time,
            _ => PATIENCE,
        };
        Ok(Self::Server { client: Client::new(address, token()?), patience, rows })
    }

    /// The rows of a statement, unless a signal comes first.
    pub async fn ask(&self, query: SqlQuery, stop: &StopSignal) -> Result<ResultSet, Failure> {
        let asking = async {
            match self {
                Self::File(session) => ask_session(session, query).await,
                Self::Server { client, patience, rows } => {
                    let query = SqlQuery { limit: query.limit.or(*rows), ..query };
                    client.query(&query, Some(*patience)).await.map_err(of_client)
                }
            }
        };
        stop.unless_received(asking).await
    }

    /// Why there are no more rows than these, which are the first of them.
    pub fn told_of_cut(&self, rows: usize) -> String {
        let rest = match self {
            Self::Server { rows: asked, .. } if asked.is_none_or(|asked| rows < asked as usize) => {
                "the server gives no more at once, narrow the SQL or page with LIMIT and OFFSET"
            }
            _ => "raise --rows, or narrow the SQL",
        };
        format!("these are the first {rows} rows, and there are more: {rest}")
    }
}

async fn ask_session(session: &Session, query: SqlQuery) -> Result<ResultSet, Failure> {
    session.count_call();
    let asked = async { session.ask(Question::Sql(query))?.await };
    match asked.await {
        Ok(Answer::Rows(rows)) => Ok(rows),
        Ok(_) => Err(anyhow::anyhow!("the telemetry gives no rows, which is what it was asked for").into()),
        Err(error) => {
            let flag = match &error {
                AskError::BudgetExceeded(budget) => Limit::named(&budget.name),
                AskError::TimedOut(_) => Some(Limit::QueryTime),
                _ => None,
            };
            let remedy = flag.map(|limit| format!("; raise it with --{}", limit.flag())).unwrap_or_default();
            Err(refused(&error, &remedy))
        }
    }
}

fn of_client(error: ClientError) -> Failure {
    match error {
        ClientError::Refused(error) => refused(&error, ""),
        ClientError::TokenNeeded { .. } | ClientError::TokenUnknown { .. } => {
            Failure::with_exit_code(error, Ending::Denied(Exception::default()).exit_code())
        }
        ClientError::Silent { .. } => Failure::with_exit_code(error, out_of_time().exit_code()),
        // What a stranger answered may be quoted in it.
        other => {
            Failure::with_exit_code(printable(&other.to_string()), Ending::Exception(Exception::default()).exit_code())
        }
    }
}

/// A refusal, with the exit code of a run that ends with it.
fn refused(error: &AskError, remedy: &str) -> Failure {
    let ending = match error {
        AskError::Denied(_) => Ending::Denied(Exception::default()),
        AskError::BudgetExceeded(budget) => over(budget),
        AskError::TimedOut(_) => out_of_time(),
        _ => Ending::Exception(Exception::default()),
    };
    // It quotes the statement, and names and texts of the database.
    Failure::with_exit_code(format!("{}{remedy}", printable(&error.to_string())), ending.exit_code())
}

fn over(budget: &ExceededBudget) -> Ending {
    Ending::OverBudget(budget.clone(), Exception::default())
}

fn out_of_time() -> Ending {
    Ending::Stopped(Stop { limit: Limit::Timeout, allowed: 0, used: 0, activity: Activity::Waiting(1) })
}

/// The server's token, if there is one.
fn token() -> Result<Option<Token>, Failure> {
    let Some(text) = std::env::var_os(TOKEN_VARIABLE).filter(|text| !text.is_empty()) else { return Ok(None) };
    let token = Token::new(&text.to_string_lossy());
    token.map(Some).map_err(|reason| Failure::usage(format!("{TOKEN_VARIABLE} is no token: {reason}")))
}

/// A question says and emits nothing.
struct Nobody;

impl Observer for Nobody {
    fn console(&mut self, _level: Level, _text: &str) {}

    fn event(&mut self, _event: &Event) {}
}
