//! The run's limits, as QuickJS meets them: now and then it asks the host whether the run is at one, and then throws what no
//! `catch` and no `finally` sees. Nothing of the script's runs after that.

use std::cell::Cell;

use javy_plugin_api::javy::quickjs::{Ctx, Runtime, Value, qjs};

use crate::bindings::coral::script::context;
use crate::bindings::exports::coral::script::program::Exception;
use crate::exception;

unsafe extern "C" {
    /// Of quickjs.patch: the frames of what was thrown first.
    fn JS_GetInterruptedFrames(ctx: *mut qjs::JSContext) -> qjs::JSValue;
}

thread_local! {
    static IS_DUE: Cell<bool> = const { Cell::new(false) };
}

/// Makes QuickJS ask: at every 10,000th jump or call, within regular expressions too.
pub fn watch_for(runtime: &Runtime) {
    runtime.set_interrupt_handler(Some(Box::new(|| {
        if !IS_DUE.get() {
            IS_DUE.set(context::must_stop());
        }
        IS_DUE.get()
    })));
}

/// The exception that ends a run which is at one of its limits: its stack is where the script was.
pub fn check(ctx: &Ctx<'_>) -> Result<(), Exception> {
    if !IS_DUE.get() {
        return Ok(());
    }
    // SAFETY: the function borrows the context; what it returns is the caller's.
    let frames = unsafe { Value::from_raw(ctx.clone(), JS_GetInterruptedFrames(ctx.as_raw().as_ptr())) };
    let stack = frames.get::<String>().unwrap_or_default();
    let message = "Error: the run is at one of its limits".to_owned();
    Err(Exception { stack: stack.trim_start_matches('\n').to_owned(), ..exception::of_engine(message, false) })
}
