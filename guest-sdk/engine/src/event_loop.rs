//! The loop of one run: evaluate the script's module, then jobs, timers and answers until nothing is left to wait for.

use javy_plugin_api::javy::quickjs::promise::PromiseState;
use javy_plugin_api::javy::quickjs::{CatchResultExt, CaughtError, Ctx, Module, Promise, Result, Value};

use crate::bindings::coral::script::{clock, context};
use crate::bindings::exports::coral::script::program::Exception;
use crate::{bytecode, exception, exit_code, rejections, requests, timers};

/// Runs the script to its end.
pub fn run(ctx: &Ctx<'_>) -> std::result::Result<(), Exception> {
    let module = evaluate(ctx).catch(ctx).map_err(|error| describe_caught(ctx, error, true))?;
    run_jobs(ctx)?;
    loop {
        let deadline = timers::next_due();
        if deadline.is_none() && !requests::any_pending() {
            break;
        }
        // Also when a timer is due already: one that always is must not keep the answers waiting.
        requests::wait_and_settle(ctx, deadline).catch(ctx).map_err(|error| describe_caught(ctx, error, false))?;
        run_jobs(ctx)?;
        if let Some(callback) = deadline.and_then(|_| timers::pop_due(clock::monotonic())) {
            let called = callback.restore(ctx).and_then(|callback| callback.call::<_, Value<'_>>(()));
            called.catch(ctx).map_err(|error| describe_caught(ctx, error, false))?;
            run_jobs(ctx)?;
        }
    }
    match module.state() {
        PromiseState::Pending => Err(exception::of_engine(
            "Error: the script waits for a promise that nothing will resolve: no timer and no request is left"
                .to_owned(),
            true,
        )),
        _ => {
            if exit_code::get() != 0 {
                context::exit(exit_code::get());
            }
            Ok(())
        }
    }
}

fn evaluate<'js>(ctx: &Ctx<'js>) -> Result<Promise<'js>> {
    let bytes = bytecode::read();
    // SAFETY: the bytecode is what this engine's own `compile-src` made; the host takes a component from nowhere else.
    let module = unsafe { Module::load(ctx.clone(), &bytes) }?;
    let (_, promise) = module.eval()?;
    Ok(promise)
}

/// Runs all jobs that are ready, those included that they add; then no rejection may be left without a handler.
fn run_jobs(ctx: &Ctx<'_>) -> std::result::Result<(), Exception> {
    while ctx.execute_pending_job() {
        if ctx.has_exception() {
            let thrown = ctx.catch();
            return Err(exception::describe(ctx, &thrown, false));
        }
    }
    match rejections::first(ctx) {
        Some(reason) => Err(exception::describe(ctx, &reason, true)),
        None => Ok(()),
    }
}

fn describe_caught<'js>(ctx: &Ctx<'js>, error: CaughtError<'js>, in_promise: bool) -> Exception {
    match error {
        CaughtError::Exception(thrown) => exception::describe(ctx, thrown.as_object().as_value(), in_promise),
        CaughtError::Value(thrown) => exception::describe(ctx, &thrown, in_promise),
        CaughtError::Error(error) => exception::of_engine(format!("Error: {error}"), in_promise),
    }
}
