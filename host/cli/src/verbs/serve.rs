//! `coral-wasm serve`: answers over HTTP, for scripts under Deno and whoever else asks, until a signal ends it.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use coral_contract::{Event, Selection, Telemetry};
use coral_listener::Listener;
use coral_policy::{Policy, Preset};
use coral_run::{Level, Observer, RunFacts, RunId, Session, SessionOptions};
use coral_server::{Callers, FIGURES_PREFIX, Server, ServerOptions};
use coral_telemetry::{Database, Options};
use futures::{FutureExt, future};
use prometheus_client::registry::Registry;
use tracing::{info, warn};

use crate::arguments::{ServeArguments, Token};
use crate::event_log::EventLog;
use crate::event_sink::EventSink;
use crate::failure::Failure;
use crate::live::{Receiving, server_names};
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
    let receiving = match &arguments.live.folder {
        Some(folder) => Some(Receiving::open(folder, &arguments.live, &arguments.hosts).await?),
        None => None,
    };
    let database = open(&arguments, &policy).await?;
    database.start_ahead();
    let sink = arguments.emit_to.as_deref().map(EventSink::open).transpose()?;
    let callers = callers(&arguments, &policy, &database, &SharedLog(Arc::new(Mutex::new(EventLog { sink }))))?;

    log::start(arguments.log_format);
    let address = format!("http://{}:{}", arguments.listen.url_host(), listener.port());
    info!(%address, database = %arguments.database().display(), "listening");
    let grace = arguments.grace;
    let mut registry = Registry::with_prefix(FIGURES_PREFIX);
    let received = match receiving {
        Some(receiving) => receiving.run(&mut registry, grace, stop.received.clone().boxed()),
        None => future::ready(true).boxed(),
    };
    let server = Server::counting_in(ServerOptions { callers, telemetry: Arc::new(database), grace }, registry);
    let served = server.serve(listener, stop.received.clone().boxed());
    let (is_served, is_received) = futures::join!(served, received);
    if is_served && is_received {
        info!("stopped");
    } else {
        warn!("stopped: some requests were cut off after {}", humantime::format_duration(grace));
    }
    Ok(0)
}

async fn open(arguments: &ServeArguments, policy: &Policy) -> Result<Database, Failure> {
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
