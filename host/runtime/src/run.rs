//! One run of a script: its store, its deadline, and what comes of it.

use std::sync::Arc;
use std::time::Instant;

use coral_contract::AskError;
use coral_policy::{Limit, Policy};
use coral_processor::Spent;
use coral_run::{Activity, Ending, Exception, Outcome, Session, Stop, Usage};
use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::oneshot;
use wasmtime::{PoolConcurrencyLimitError, Store, Trap};

use crate::bindings::ScriptPre;
use crate::brake::Reached;
use crate::host_functions::{ExitRequested, RunState};
use crate::runtime::Origin;
use crate::supervision::Supervised;
use crate::trap;
use crate::{Runtime, Script, fuel};

/// The most bytes that are kept of an exception's message, and of its stack.
const MAX_EXCEPTION_BYTES: usize = 16 * 1024;

/// The most resources of the host's that a component may hold besides its questions in flight: streams, refused questions,
/// times to wait for. Some hundred bytes each. Those of a script that was compiled here are
/// bounded by its memory.
const MAX_RESOURCES: usize = 10_000;

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
        let started = Instant::now();
        let policy = session.policy().clone();
        let mut store = Store::new(self.engine(), RunState::new(Arc::clone(&session), Arc::clone(&self.clock)));
        store.limiter(|state| &mut state.memory);
        if script.origin != Origin::Compiled {
            let questions = usize::try_from(policy.requests).unwrap_or(usize::MAX);
            store.data_mut().resources.set_max_capacity(MAX_RESOURCES.saturating_add(questions));
        }
        // A text that the script passes lies in its memory, which bounds what the host makes of it.
        store.set_hostcall_fuel(usize::try_from(policy.memory).unwrap_or(usize::MAX));
        let brake = store.data().brake.clone();
        let given = store.data().fuel.given();
        if let Err(error) = store.fuel_async_yield_interval(Some(fuel::SLICE)).and_then(|()| store.set_fuel(given)) {
            let ending = Ending::HostFailure(format!("fuel could not be set: {error:#}"));
            return session.finish(ending, Usage::default());
        }
        let spent = Spent::default();
        // The run has the store until it ends or is dropped, wherever it is then.
        let (owner, returned) = oneshot::channel();
        let mut lent = scopeguard::guard(store, |store| drop(owner.send(store)));
        let component = script.component.clone();
        let running = async move { call(&component, &mut lent).await };
        let running = self.turns.take(running, brake.clone(), spent.clone());
        let supervised = Supervised::new(running, &policy, brake, spent.clone());
        let result = tokio::select! {
            result = supervised => result,
            () = interrupt => Ok(Err(Interrupted.into())),
        };
        let Ok(store) = returned.await else {
            let ending = Ending::HostFailure("the run was lost with its store".to_owned());
            return session.finish(ending, Usage { cpu: spent.get(), ..Usage::default() });
        };
        let ending = ending(result, script, &store, &policy);
        let usage = Usage {
            fuel: store.data().fuel.used(store.get_fuel().unwrap_or(0)),
            peak_memory: store.data().memory.peak(),
            wall: started.elapsed(),
            cpu: spent.get(),
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

/// What a call comes back with: an exception of the script's, or a failure.
type Returned = wasmtime::Result<Result<(), Exception>>;

async fn call(component: &ScriptPre<RunState>, store: &mut Store<RunState>) -> Returned {
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

/// QuickJS's own exceptions for a refused allocation: an error, null where even that took too much, or, where a table could not
/// grow, none that was ever set.
fn is_of_refused_memory(exception: &Exception) -> bool {
    exception.message.contains("out of memory") || ["null", "[uninitialized]"].contains(&exception.message.as_str())
}

/// What the end of a call means.
fn ending(result: Result<Returned, Activity>, script: &Script, store: &Store<RunState>, policy: &Policy) -> Ending {
    let state = store.data();
    // Whatever the script made of it: it was at the limit first.
    let passed = || state.fuel.reached(store.get_fuel().unwrap_or(0));
    if let Some(reached) = state.brake.reached().or_else(passed) {
        return stopped(reached, result);
    }
    let out_of_memory = |stack| {
        let used = state.memory.denied()?;
        let activity = Activity::Running(stack);
        Some(Ending::Stopped(Stop { limit: Limit::Memory, allowed: policy.memory, used, activity }))
    };
    match result {
        Ok(Ok(Ok(()))) => Ending::Completed,
        Ok(Ok(Err(exception))) => {
            let of_memory = is_of_refused_memory(&exception).then(|| out_of_memory(exception.stack.clone())).flatten();
            of_memory.unwrap_or(Ending::Exception(exception))
        }
        Ok(Err(error)) => {
            if let Some(exit) = error.downcast_ref::<ExitRequested>() {
                Ending::Exited(exit.0)
            } else if error.is::<Interrupted>() {
                Ending::Interrupted
            } else if let Some(AskError::BudgetExceeded(budget)) = error.downcast_ref::<AskError>() {
                // Of a stream of WASI's, which has no other way to say so.
                let message = format!("error: {}", AskError::BudgetExceeded(budget.clone()));
                Ending::OverBudget(budget.clone(), Exception { message, ..Exception::default() })
            } else if error.downcast_ref::<Trap>() == Some(&Trap::StackOverflow) && script.origin != Origin::Plugin {
                // QuickJS throws its RangeError long before, but in a few of its own recursions it looks too rarely.
                let message = "RangeError: Maximum call stack size exceeded".to_owned();
                Ending::Exception(Exception { message, stack: String::new(), in_promise: false })
            } else if let Some(out_of_memory) = out_of_memory(String::new()) {
                // The engine's own allocations cannot fail softly: it aborts.
                out_of_memory
            } else if script.origin != Origin::Compiled && !error.is::<PoolConcurrencyLimitError>() {
                Ending::Trapped(trap::describe(&error))
            } else {
                Ending::HostFailure(format!("{error:#}"))
            }
        }
        Err(activity) => Ending::HostFailure(format!("the run was dropped at no limit: {activity:?}")),
    }
}

/// The end of a run at a limit. Where its engine ended it, the exception says where it was.
fn stopped(reached: Reached, result: Result<Returned, Activity>) -> Ending {
    let Reached { limit, allowed, used } = reached;
    let activity = match result {
        Ok(Ok(Err(exception))) => Activity::Running(exception.stack),
        Ok(_) => Activity::Running(String::new()),
        Err(activity) => activity,
    };
    Ending::Stopped(Stop { limit, allowed, used, activity })
}
