//! A thrown JavaScript value as the contract's exception. The value is the script's own: its getters and `toString`
//! may throw, lie or never end, and what they say is only ever shown.

use javy_plugin_api::javy::quickjs::{Coerced, Ctx, Exception as JsException, Object, Value};

use crate::bindings::exports::coral::script::program::Exception;

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
    let stack = as_error(value).and_then(|error| error.stack()).unwrap_or_default();
    let _ = ctx.catch();
    Exception { message, stack, in_promise }
}

/// An exception of the engine's own, without a place in the script.
pub fn of_engine(message: String, in_promise: bool) -> Exception {
    Exception { message, stack: String::new(), in_promise }
}

/// The value as V8 names it in "Uncaught …": an Error by its name and message, a string quoted, an
/// object by its class.
fn text<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> String {
    let text = if let Some(text) = value.as_string() {
        text.to_string().map(|text| format!("{text:?}")).ok()
    } else if let Some(symbol) = value.as_symbol() {
        // The one kind of value that no coercion turns into text.
        symbol
            .description()
            .and_then(|text| text.get::<Coerced<String>>())
            .map(|text| format!("Symbol({})", text.0))
            .ok()
    } else if value.is_object() && as_error(value).is_none() {
        value.as_object().map(class_of)
    } else {
        value.get::<Coerced<String>>().map(|text| text.0).ok()
    };
    // A getter or a `toString` of the script's may have thrown: that is not the exception to report.
    let _ = ctx.catch();
    text.unwrap_or_else(|| "a value that cannot be shown".to_owned())
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

fn class_of(object: &Object<'_>) -> String {
    let name = object
        .get::<_, Object<'_>>("constructor")
        .and_then(|constructor| constructor.get::<_, String>("name"))
        .unwrap_or_else(|_| "Object".to_owned());
    format!("#<{name}>")
}
