//! One run of a script: its store, its deadline, and what comes of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use coral_run::{Ending, Exception, Limits, Outcome, Session, Usage};
use futures::FutureExt;
use futures::future::BoxFuture;
use wasmtime::{PoolConcurrencyLimitError, Store, Trap};

use crate::bindings::ScriptPre;
use crate::cpu_time::Metered;
use crate::host_functions::{ExitRequested, RunState};
use crate::trap;
use crate::{Runtime, Script};

/// The most bytes that are kept of an exception's message, and of its stack.
const MAX_EXCEPTION_BYTES: usize = 16 * 1024;

/// The most resources of the host's that a plugin may hold besides its questions in flight: streams, refused questions,
/// times to wait for. Some hundred bytes each. Those of a TypeScript script are bounded by its memory.
const MAX_PLUGIN_RESOURCES: usize = 10_000;

impl Runtime {
    /// Runs a script to its end, or until `interrupt` is done. It never fails: what goes wrong is the ending.
    pub fn run<'a>(
        &'a self,
        script: &'a Script,
        session: Arc<Session>,
        interrupt: BoxFuture<'a, ()>,
    ) -> BoxFuture<'a, Outcome> {
        // Boxed so that the run is compiled into this crate, and not into each that calls it.
        self.run_now(script, session, interrupt).boxed()
    }

    async fn run_now(&self, script: &Script, session: Arc<Session>, interrupt: BoxFuture<'_, ()>) -> Outcome {
        let _ticking = self.ticker.activate();
        let started = Instant::now();
        let limits = session.limits().clone();
        let mut store = Store::new(self.engine(), RunState::new(Arc::clone(&session), Arc::clone(&self.clock)));
        store.limiter(|state| &mut state.memory);
        if script.is_plugin {
            let questions = usize::try_from(limits.pending_requests).unwrap_or(usize::MAX);
            store.data_mut().resources.set_max_capacity(MAX_PLUGIN_RESOURCES.saturating_add(questions));
        }
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
                ending(result, script, &store, &limits)
            }
            Err(error) => Ending::HostFailure(format!("fuel could not be set: {error:#}")),
        };
        let usage = Usage {
            fuel: limits.fuel.saturating_sub(store.get_fuel().unwrap_or(0)),
            peak_memory: store.data().memory.peak(),
            wall: started.elapsed(),
            cpu,
            ..Usage::default()
        };
        if let Some(wasi) = &store.data().wasi {
            wasi.finish();
        }
        // The questions that are still in flight end with the store.
        drop(store);
        session.finish(ending, usage)
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
fn ending(
    result: Option<wasmtime::Result<Result<(), Exception>>>,
    script: &Script,
    store: &Store<RunState>,
    limits: &Limits,
) -> Ending {
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
            } else if error.downcast_ref::<Trap>() == Some(&Trap::StackOverflow) && !script.is_plugin {
                // QuickJS throws its RangeError long before, but in a few of its own recursions it looks too rarely.
                let message = "RangeError: Maximum call stack size exceeded".to_owned();
                Ending::Exception(Exception { message, stack: String::new(), in_promise: false })
            } else if denied_memory {
                // The engine's own allocations cannot fail softly: it aborts.
                out_of_memory
            } else if script.is_plugin && !error.is::<PoolConcurrencyLimitError>() {
                Ending::Trapped(trap::describe(&error))
            } else {
                Ending::HostFailure(format!("{error:#}"))
            }
        }
    }
}
