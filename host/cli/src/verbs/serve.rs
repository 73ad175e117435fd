//! `coral-wasm serve`: answers over HTTP, for scripts under Deno and whoever else asks, until a signal ends it.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use coral_contract::{Event, Selection, Telemetry};
use coral_listener::{Listener, ServerNames};
use coral_policy::{Policy, Preset};
use coral_run::{Level, Observer, RunFacts, RunId, Session, SessionOptions};
use coral_server::{Callers, Server, ServerOptions};
use coral_telemetry::{Database, Options};
use futures::FutureExt;
use tracing::{info, warn};

use crate::arguments::{ServeArguments, Token};
use crate::event_log::EventLog;
use crate::event_sink::EventSink;
use crate::failure::Failure;
use crate::log;
use crate::script::database::database_options;
use crate::script::grant;
use crate::stop_signal::StopSignal;

/// The name of callers without a token.
const ANYONE: &str = "anyone";

/// Serves until a signal ends it; then the exit code is 0.
pub async fn run(arguments: ServeArguments) -> Result<u8, Failure> {
    let stop = StopSignal::listen()?;
    let listener = Listener::bind(&arguments.listen).await.map_err(anyhow::Error::from)?;
    if !listener.is_loopback() && arguments.tokens.is_empty() {
        return Err(Failure::usage(format!(
            "{} can be reached from other machines: say with --token who may ask, or listen on localhost",
            arguments.listen
        )));
    }
    let policy = grant::for_anyone(&arguments.limits, Preset::Server)?.policy();
    let database = open(&arguments, &policy).await?;
    database.start_ahead();
    let sink = arguments.emit_to.as_deref().map(EventSink::open).transpose()?;
    let callers = callers(&arguments, &policy, &database, &SharedLog(Arc::new(Mutex::new(EventLog { sink }))))?;

    log::start(arguments.log_format);
    let address = format!("http://{}:{}", arguments.listen.url_host(), listener.port());
    info!(%address, database = %arguments.db.display(), "listening");
    let grace = arguments.grace;
    let server = Server::new(ServerOptions { callers, telemetry: Arc::new(database), grace });
    if server.serve(listener, stop.received.clone().boxed()).await {
        info!("stopped");
    } else {
        warn!("stopped: some requests were cut off after {}", humantime::format_duration(grace));
    }
    Ok(0)
}

async fn open(arguments: &ServeArguments, policy: &Policy) -> Result<Database, Failure> {
    let options = Options { patience: Some(arguments.queue_timeout), ..database_options(policy) };
    let path = arguments.db.clone();
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
        let id = RunId::generate().map_err(|error| anyhow::anyhow!("the system gives no randomness: {error}"))?;
        Ok(Arc::new(Session::new(SessionOptions {
            facts: RunFacts { script: script.to_owned(), id, parameters: Vec::new() },
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
    let is_wildcard = arguments.listen.host().parse().is_ok_and(|address: std::net::IpAddr| address.is_unspecified());
    let names = ServerNames::default();
    let names = if is_wildcard { names.with_any_address() } else { names.with(&arguments.listen.url_host()) };
    Ok(callers.calling(arguments.hosts.iter().fold(names, |names, name| names.with(name))))
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
