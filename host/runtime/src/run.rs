//! One run of a script: its store, its deadline, and what comes of it.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use coral_contract::{Event, Telemetry};
use futures::FutureExt;
use futures::future::BoxFuture;
use wasmtime::{Store, Trap};

use crate::bindings::ScriptPre;
use crate::cpu_time::Metered;
use crate::ending::{Ending, Exception};
use crate::host_functions::{ExitRequested, RunState};
use crate::{Limits, Observer, Runtime, Script, Usage};

/// The most bytes that are kept of an exception's message, and of its stack.
const MAX_EXCEPTION_BYTES: usize = 16 * 1024;

/// The id of a run: unique among all runs, of all hosts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunId(String);

impl RunId {
    /// A new id: 128 random bits in hexadecimal.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What a run is started with.
pub struct RunRequest {
    /// The script's name, as it sees it itself.
    pub script_name: String,
    /// The run's id.
    pub id: RunId,
    /// Names and values, each name once.
    pub parameters: Vec<(String, String)>,
    /// The one service that it may ask about; none for any.
    pub service: Option<String>,
    /// How much it may use.
    pub limits: Limits,
    /// Who answers its questions.
    pub telemetry: Arc<dyn Telemetry>,
    /// Who sees what it says.
    pub observer: Box<dyn Observer>,
    /// When this is done, the run ends as interrupted.
    pub interrupt: BoxFuture<'static, ()>,
}

/// How a run ended, and all that is left of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// What it used.
    pub usage: Usage,
    /// What it emitted, in order.
    pub events: Vec<Event>,
}

impl Runtime {
    /// Runs a script to its end. It never fails: what goes wrong is the ending.
    pub fn run<'a>(&'a self, script: &'a Script, request: RunRequest) -> BoxFuture<'a, Outcome> {
        // Boxed so that the run is compiled into this crate, and not into each that calls it.
        self.run_now(script, request).boxed()
    }

    async fn run_now(&self, script: &Script, request: RunRequest) -> Outcome {
        let _ticking = self.ticker.activate();
        let started = Instant::now();
        let limits = request.limits.clone();
        let interrupt = request.interrupt;
        let state = RunState::new(
            request.script_name,
            request.id,
            request.parameters,
            request.service,
            limits.clone(),
            request.telemetry,
            request.observer,
        );
        let mut store = Store::new(self.engine(), state);
        store.limiter(|state| &mut state.memory);
        store.epoch_deadline_async_yield_and_update(1);
        let mut cpu = Duration::ZERO;
        let ending = match store.set_fuel(limits.fuel) {
            Ok(()) => {
                let running = Metered::new(call(&script.component, &mut store), &mut cpu);
                let result = tokio::select! {
                    result = running => Some(result),
                    () = expire(limits.wall) => None,
                    () = interrupt => Some(Err(Interrupted.into())),
                };
                ending(result, &store, &limits)
            }
            Err(error) => Ending::HostFailure(format!("fuel could not be set: {error:#}")),
        };
        let fuel_left = store.get_fuel().unwrap_or(0);
        let (mut usage, events) = store.into_data().finish();
        usage.fuel = limits.fuel.saturating_sub(fuel_left);
        usage.cpu = cpu;
        usage.wall = started.elapsed();
        Outcome { ending, usage, events }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("interrupted")]
struct Interrupted;

async fn expire(limit: Option<Duration>) {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
}

async fn call(component: &ScriptPre<RunState>, store: &mut Store<RunState>) -> wasmtime::Result<Result<(), Exception>> {
    let instance = component.instantiate_async(&mut *store).await?;
    let result = instance.coral_script_program().call_run(&mut *store).await?;
    Ok(result.map_err(|thrown| Exception {
        message: cut(thrown.message),
        stack: cut(thrown.stack),
        in_promise: thrown.in_promise,
    }))
}

/// A text of the script's that is shown to its owner, at a length that helps.
fn cut(mut text: String) -> String {
    if text.len() > MAX_EXCEPTION_BYTES {
        text.truncate(text.floor_char_boundary(MAX_EXCEPTION_BYTES));
        text.push('…');
    }
    text
}

/// QuickJS's own exceptions for a refused allocation: an error, or null where even that took too much.
fn is_of_refused_memory(exception: &Exception) -> bool {
    exception.message.contains("out of memory") || exception.message == "null"
}

/// What the end of a call means; none is a call that was cut off by the wall limit.
fn ending(result: Option<wasmtime::Result<Result<(), Exception>>>, store: &Store<RunState>, limits: &Limits) -> Ending {
    let out_of_memory = Ending::OutOfMemory { limit: limits.memory };
    let denied_memory = store.data().memory.has_denied();
    match result {
        None => Ending::TimedOut { limit: limits.wall.unwrap_or_default() },
        Some(Ok(Ok(()))) => Ending::Completed,
        Some(Ok(Err(exception))) if denied_memory && is_of_refused_memory(&exception) => out_of_memory,
        Some(Ok(Err(exception))) => Ending::Exception(exception),
        Some(Err(error)) => {
            if let Some(exit) = error.downcast_ref::<ExitRequested>() {
                Ending::Exited(exit.0)
            } else if error.is::<Interrupted>() {
                Ending::Interrupted
            } else if error.downcast_ref::<Trap>() == Some(&Trap::OutOfFuel) {
                Ending::OutOfFuel { limit: limits.fuel }
            } else if error.downcast_ref::<Trap>() == Some(&Trap::StackOverflow) {
                // QuickJS throws its RangeError long before, but in a few of its own recursions it looks too rarely.
                let message = "RangeError: Maximum call stack size exceeded".to_owned();
                Ending::Exception(Exception { message, stack: String::new(), in_promise: false })
            } else if denied_memory {
                // The engine's own allocations cannot fail softly: it aborts.
                out_of_memory
            } else {
                Ending::HostFailure(format!("{error:#}"))
            }
        }
    }
}
