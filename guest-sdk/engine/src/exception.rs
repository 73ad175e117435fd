//! A thrown JavaScript value as the contract's exception. The value is the script's own: its getters and `toString`
//! may throw, lie or never end, and what they say is only ever shown.

use javy_plugin_api::javy::quickjs::{Coerced, Ctx, Exception as JsException, Object, Value};

use crate::bindings::exports::coral::script::program::Exception;
use crate::{proxy, snapshot};

/// What each frame of a stack text begins with.
const FRAME: &str = "\n    at ";

/// How many causes are followed: a chain of causes may be a ring.
const MAX_CAUSES: usize = 8;

/// The exception that a value makes when no one catches it.
pub fn describe<'js>(ctx: &Ctx<'js>, value: &Value<'js>, in_promise: bool) -> Exception {
    let mut message = text(ctx, value);
    let mut cause = cause_of(ctx, value);
    for _ in 0..MAX_CAUSES {
        let Some(value) = cause else { break };
        message.push_str("\nCaused by: ");
        message.push_str(&text(ctx, &value));
        cause = cause_of(ctx, &value);
    }
    let stack = as_error(value).and_then(|error| frames(&error.stack()?, error.message()));
    let _ = ctx.catch();
    Exception { message, stack: stack.unwrap_or_default(), in_promise }
}

/// An exception of the engine's own, without a place in the script.
pub fn of_engine(message: String, in_promise: bool) -> Exception {
    Exception { message, stack: String::new(), in_promise }
}

/// The value as Deno names it in "Uncaught …": an error by its name and message, all else as `Deno.inspect` shows it; and
/// what a proxy stands for in its place, so that no trap is called.
fn text<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> String {
    let value = &unwrapped(ctx, value);
    let text = if as_error(value).is_some() {
        value.get::<Coerced<String>>()
    } else {
        snapshot::inspect(ctx).and_then(|inspect| inspect.call((value.clone(),)))
    };
    // A getter of the script's may have thrown, or memory may be short: that is not the exception to report.
    let _ = ctx.catch();
    let text = text.map(|text| text.0).ok().or_else(|| plain_text(value));
    let _ = ctx.catch();
    text.unwrap_or_else(|| "a value that cannot be shown".to_owned())
}

/// What a proxy stands for, however often it was wrapped; any other value itself.
fn unwrapped<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Value<'js> {
    let mut value = value.clone();
    while let Some(object) = value.as_object() {
        let target = proxy::target(ctx.clone(), object.clone());
        if !target.is_object() {
            break;
        }
        value = target;
    }
    value
}

/// The frames of a stack text, which stand below the error's own text: that may have lines which look like frames.
fn frames(stack: &str, message: Option<String>) -> Option<String> {
    let message_end = message.and_then(|message| Some(stack.find(&message)? + message.len())).unwrap_or_default();
    let below = stack.get(message_end..)?;
    Some(below[below.find(FRAME)? + 1..].to_owned())
}

fn as_error<'js>(value: &Value<'js>) -> Option<JsException<'js>> {
    value.as_object().cloned().and_then(JsException::from_object)
}

fn cause_of<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Option<Value<'js>> {
    let error = as_error(value)?;
    let cause = error.as_object().get::<_, Value<'js>>("cause").ok();
    let _ = ctx.catch();
    cause.filter(|cause| !cause.is_undefined())
}

/// The value as V8 itself names it: an object by its class.
fn plain_text(value: &Value<'_>) -> Option<String> {
    let Some(object) = value.as_object() else {
        return value.get::<Coerced<String>>().ok().map(|text| text.0);
    };
    let name = object
        .get::<_, Object<'_>>("constructor")
        .and_then(|constructor| constructor.get::<_, String>("name"))
        .unwrap_or_else(|_| "Object".to_owned());
    Some(format!("#<{name}>"))
}
