//! An error that ends the run at once, wherever it is raised: no `catch` and no `finally` of the script's runs any more.

use std::cell::RefCell;

use javy_plugin_api::javy::quickjs::{Ctx, Error, Exception as JsException, Result, Value, qjs};

use crate::bindings::exports::coral::script::program::Exception;
use crate::exception;

thread_local! {
    static RAISED: RefCell<Option<Exception>> = const { RefCell::new(None) };
}

/// Raises it; what it returns unwinds all that runs.
pub fn raise<'js>(ctx: Ctx<'js>, error: Value<'js>) -> Result<()> {
    RAISED.set(Some(exception::describe(&ctx, &error, false)));
    let unwinding = JsException::from_message(ctx.clone(), "the run has ended")?.into_value();
    // SAFETY: the context is the one that the value belongs to, and the function borrows the value.
    unsafe { qjs::JS_SetUncatchableError(ctx.as_raw().as_ptr(), unwinding.as_raw()) };
    Err::<(), Error>(ctx.throw(unwinding))
}

/// The error, if one was raised.
pub fn check() -> std::result::Result<(), Exception> {
    RAISED.take().map_or(Ok(()), Err)
}
