//! A server of telemetry, and what it receives while it answers; must not know for whom it runs, nor how it is logged.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use coral_contract::{Event, Selection, Telemetry};
use coral_listener::Listener;
use coral_policy::{Policy, Preset};
use coral_run::{Level, Observer, Session, SessionOptions};
use coral_server::{Callers, FIGURES_PREFIX, Server, ServerOptions};
use coral_telemetry::{Database, Options};
use futures::future::{BoxFuture, Shared};
use futures::{FutureExt, future};
use prometheus_client::registry::Registry;
use tracing::info;

use crate::arguments::{ServeArguments, Token};
use crate::event_log::EventLog;
use crate::event_sink::EventSink;
use crate::failure::Failure;
use crate::live::{Receiving, server_names};
use crate::run_facts::run_facts;
use crate::script::database::database_options;
use crate::script::grant;

/// The name of callers without a token.
const ANYONE: &str = "anyone";

/// A server that is ready: its sockets are open, and so is its database.
pub struct Serving {
    /// Where it answers, as a URL.
    pub address: String,
    /// What it answers from.
    pub database: Database,
    /// Where it receives live data, if it does.
    pub receiving: Option<Receiving>,
    listener: Listener,
    path: PathBuf,
    callers: Callers,
    grace: Duration,
}

impl Serving {
    /// Makes a server ready. It answers and receives nothing yet.
    pub async fn open(arguments: &ServeArguments) -> Result<Self, Failure> {
        let listener = Listener::bind(&arguments.listen).await.map_err(anyhow::Error::from)?;
        if !listener.is_loopback() && arguments.tokens.is_empty() {
            return Err(Failure::usage(format!(
                "{} can be reached from other machines: say with --token who may ask, or listen on localhost",
                arguments.listen
            )));
        }
        let policy = grant::for_anyone(&arguments.limits, Preset::Server)?.policy();
        let receiving = match &arguments.live.folder {
            Some(folder) => Some(Receiving::open(folder, &arguments.live, &arguments.hosts).await?),
            None => None,
        };
        let database = open_database(arguments, &policy).await?;
        database.start_ahead();
        let sink = arguments.emit_to.as_deref().map(EventSink::open).transpose()?;
        let callers = callers(arguments, &policy, &database, &SharedLog(Arc::new(Mutex::new(EventLog { sink }))))?;
        let address = format!("http://{}:{}", arguments.listen.url_host(), listener.port());
        let path = arguments.database().to_owned();
        Ok(Self { listener, address, path, database, callers, receiving, grace: arguments.grace })
    }

    /// Answers and receives until `stop` is done; whether all requests under way could then finish in time.
    pub async fn run(self, stop: Shared<BoxFuture<'static, ()>>) -> bool {
        let Self { listener, address, path, database, callers, receiving, grace } = self;
        info!(%address, database = %path.display(), "listening");
        let mut registry = Registry::with_prefix(FIGURES_PREFIX);
        let received = match receiving {
            Some(receiving) => receiving.run(&mut registry, grace, stop.clone().boxed()),
            None => future::ready(true).boxed(),
        };
        let server = Server::counting_in(ServerOptions { callers, telemetry: Arc::new(database), grace }, registry);
        let (is_served, is_received) = futures::join!(server.serve(listener, stop.boxed()), received);
        is_served && is_received
    }
}

async fn open_database(arguments: &ServeArguments, policy: &Policy) -> Result<Database, Failure> {
    let options = Options { patience: Some(arguments.queue_timeout), ..database_options(policy) };
    let path = arguments.database().to_owned();
    let opening = tokio::task::spawn_blocking(move || Database::open_read_only(path, options));
    Ok(opening.await.context("the database could not be opened")?.map_err(anyhow::Error::from)?)
}

/// Who may call, each with a session of their own.
fn callers(
    arguments: &ServeArguments,
    policy: &Policy,
    database: &Database,
    log: &SharedLog,
) -> Result<Callers, Failure> {
    let session = |script: &str, service: Option<&str>| -> Result<Arc<Session>, Failure> {
        Ok(Arc::new(Session::new(SessionOptions {
            facts: run_facts(script, Vec::new())?,
            policy: Policy {
                services: service.map_or(Selection::Any, |name| Selection::only([name])),
                ..policy.clone()
            },
            keep_events: false,
            telemetry: Arc::new(database.clone()) as Arc<dyn Telemetry>,
            observer: Box::new(log.clone()),
        })))
    };
    let mut callers = match arguments.tokens.as_slice() {
        [] => Callers::anyone(session(ANYONE, None)?),
        _ => Callers::holders_of_tokens(),
    };
    for token in &arguments.tokens {
        let Token { secret, script, service } =
            token.parse().map_err(|reason| Failure::usage(format!("--token is none: {reason}")))?;
        callers = callers.with_token(&secret, session(script.as_deref().unwrap_or(ANYONE), service.as_deref())?);
    }
    Ok(callers.calling(server_names(&arguments.listen, &arguments.hosts)))
}

/// One log, which the sessions of all callers share.
#[derive(Clone)]
struct SharedLog(Arc<Mutex<EventLog>>);

impl Observer for SharedLog {
    fn console(&mut self, level: Level, text: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).console(level, text);
    }

    fn event(&mut self, event: &Event) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).event(event);
    }
}
