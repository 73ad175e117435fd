//! The loop of one run: evaluate the script's module, then jobs, timers and answers until nothing is left to wait for.

use javy_plugin_api::javy::quickjs::promise::PromiseState;
use javy_plugin_api::javy::quickjs::{CatchResultExt, CaughtError, Ctx, Error, Promise, Result, Value};

use crate::bindings::coral::script::{clock, context};
use crate::bindings::exports::coral::script::program::Exception;
use crate::{bytecode, exception, exit_code, failure, platform, rejections, requests, stop, timers};

type Ended<T> = std::result::Result<T, Exception>;

/// Runs the script to its end.
pub fn run(ctx: &Ctx<'_>) -> Ended<()> {
    let ended = run_to_end(ctx);
    platform::flush(ctx);
    // Whatever else there is to tell: what an error says of itself is the script's own, and may have led here.
    stop::check(ctx)?;
    ended?;
    if exit_code::get() != 0 {
        context::exit(exit_code::get());
    }
    Ok(())
}

fn run_to_end(ctx: &Ctx<'_>) -> Ended<()> {
    let module = evaluate(ctx).catch(ctx).map_err(|error| thrown(ctx, error))?;
    execute_jobs(ctx)?;
    let mut is_loaded = false;
    loop {
        if !is_loaded && matches!(module.state(), PromiseState::Resolved) {
            is_loaded = true;
            tell(ctx, "loaded")?;
        }
        run_jobs(ctx)?;
        if timers::any_awaited() || requests::any_pending() {
            turn(ctx)?;
            continue;
        }
        if matches!(module.state(), PromiseState::Pending) {
            return Err(exception::of_engine(
                "Error: the script waits for a promise that nothing will resolve: no timer and no request is left"
                    .to_owned(),
                true,
            ));
        }
        if !tell(ctx, "leaving")? {
            break;
        }
    }
    tell(ctx, "left").map(drop)
}

/// Waits for the next timer or answer, and does what comes of it.
fn turn(ctx: &Ctx<'_>) -> Ended<()> {
    let deadline = timers::next_due();
    // Also when a timer is due already: one that always is must not keep the answers waiting.
    requests::wait_and_settle(ctx, deadline).catch(ctx).map_err(|error| thrown(ctx, error))?;
    run_jobs(ctx)?;
    if let Some(callback) = deadline.and_then(|_| timers::pop_due(clock::monotonic())) {
        let called = callback.restore(ctx).and_then(|callback| callback.call::<_, Value<'_>>(()));
        called.catch(ctx).or_else(|error| uncaught(ctx, error).map(|()| Value::new_undefined(ctx.clone())))?;
        run_jobs(ctx)?;
    }
    Ok(())
}

fn evaluate<'js>(ctx: &Ctx<'js>) -> Result<Promise<'js>> {
    let module = bytecode::load_own(ctx).unwrap_or(Err(Error::Unknown))?;
    let (_, promise) = module.eval()?;
    Ok(promise)
}

/// Runs all jobs that are ready, those included that they add.
fn execute_jobs(ctx: &Ctx<'_>) -> Ended<()> {
    while ctx.execute_pending_job() {
        if ctx.has_exception() {
            uncaught(ctx, CaughtError::Value(ctx.catch()))?;
        }
    }
    check(ctx)
}

/// Runs all jobs that are ready; then no rejection may be left without a handler.
fn run_jobs(ctx: &Ctx<'_>) -> Ended<()> {
    loop {
        execute_jobs(ctx)?;
        let Some((promise, reason)) = rejections::take_first(ctx) else { return Ok(()) };
        if !ask(ctx, "unhandled", (promise, reason.clone()))? {
            return Err(exception::describe(ctx, &reason, true));
        }
    }
}

/// Ends the run with an error that nobody caught, unless a listener of the script's takes it.
fn uncaught<'js>(ctx: &Ctx<'js>, error: CaughtError<'js>) -> Ended<()> {
    check(ctx)?;
    let value = match error {
        CaughtError::Exception(thrown) => thrown.into_value(),
        CaughtError::Value(thrown) => thrown,
        CaughtError::Error(error) => return Err(exception::of_engine(format!("Error: {error}"), false)),
    };
    if ask(ctx, "uncaught", (value.clone(),))? { Ok(()) } else { Err(exception::describe(ctx, &value, false)) }
}

/// The exception that ends the run where no listener is asked.
fn thrown<'js>(ctx: &Ctx<'js>, error: CaughtError<'js>) -> Exception {
    if let Err(exception) = check(ctx) {
        return exception;
    }
    match error {
        CaughtError::Exception(thrown) => exception::describe(ctx, thrown.as_object().as_value(), true),
        CaughtError::Value(thrown) => exception::describe(ctx, &thrown, true),
        CaughtError::Error(error) => exception::of_engine(format!("Error: {error}"), true),
    }
}

/// Tells the platform where the run is; true where it should go on.
fn tell(ctx: &Ctx<'_>, what: &str) -> Ended<bool> {
    ask(ctx, what, ())
}

/// Asks the platform, and through it the script's listeners, whether the run should go on.
fn ask<'js, A: javy_plugin_api::javy::quickjs::function::IntoArgs<'js>>(
    ctx: &Ctx<'js>,
    what: &str,
    arguments: A,
) -> Ended<bool> {
    let answer = platform::call(ctx, what, arguments).catch(ctx).map_err(|error| thrown(ctx, error));
    check(ctx)?;
    answer
}

/// The exception that ended the run already, wherever it was raised.
fn check(ctx: &Ctx<'_>) -> Ended<()> {
    stop::check(ctx)?;
    failure::check()
}
