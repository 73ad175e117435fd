//! The contract's error as a JavaScript Error with a `code`, which the SDK and a script can tell apart.

use javy_plugin_api::javy::quickjs::{Ctx, Error, Exception, Object, Result};

use crate::bindings::coral::script::errors::Error as HostError;
use crate::snapshot;

/// The error as an instance of JavaScript's Error.
pub fn to_javascript<'js>(ctx: &Ctx<'js>, error: HostError) -> Result<Exception<'js>> {
    let (code, message) = match error {
        HostError::Denied(text) => ("denied", text),
        HostError::InvalidArgument(text) => ("invalid-argument", text),
        HostError::NotFound(text) => ("not-found", text),
        HostError::QueryFailed(text) => ("query-failed", text),
        HostError::TimedOut(text) => ("timed-out", text),
        HostError::Unavailable(text) => ("unavailable", text),
        HostError::BudgetExceeded(exceeded) => {
            let text =
                format!("the run's budget of {} is used up: {} of {}", exceeded.name, exceeded.used, exceeded.limit);
            let exception = with_code(ctx, "budget-exceeded", &text)?;
            let budget = Object::new(ctx.clone())?;
            budget.set("name", exceeded.name)?;
            budget.set("limit", exceeded.limit as f64)?;
            budget.set("used", exceeded.used as f64)?;
            exception.as_object().set("budget", budget)?;
            return Ok(exception);
        }
    };
    with_code(ctx, code, &message)
}

/// Throws the error.
pub fn throw(ctx: &Ctx<'_>, error: HostError) -> Error {
    match to_javascript(ctx, error) {
        Ok(exception) => exception.throw(),
        Err(error) => error,
    }
}

/// Throws the error as the SDK does where one of its calls fails: for what scripts call without it, such as `console`.
pub fn throw_as_sdk(ctx: &Ctx<'_>, what: &str, error: HostError) -> Error {
    let failure = to_javascript(ctx, error).and_then(|reason| snapshot::failure(ctx)?.call((what, reason)));
    match failure {
        Ok(failure) => ctx.throw(failure),
        Err(error) => error,
    }
}

/// Throws the contract's `invalid-argument`.
pub fn throw_invalid_argument(ctx: &Ctx<'_>, text: &str) -> Error {
    throw(ctx, HostError::InvalidArgument(text.to_owned()))
}

fn with_code<'js>(ctx: &Ctx<'js>, code: &str, message: &str) -> Result<Exception<'js>> {
    let exception = Exception::from_message(ctx.clone(), message)?;
    exception.as_object().set("code", code)?;
    Ok(exception)
}
