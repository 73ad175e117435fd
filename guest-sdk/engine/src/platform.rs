//! What the engine asks of the platform, the TypeScript that is snapshotted with it: at an error that nobody caught, and
//! on the way to the end of the run. The other side is guest-sdk/platform/platform.ts.

use std::cell::Cell;

use javy_plugin_api::javy::quickjs::function::IntoArgs;
use javy_plugin_api::javy::quickjs::{Coerced, Ctx, FromJs, Function, Result, Value};

use crate::snapshot;

thread_local! {
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

/// Someone listens: until then no function of the platform's has anything to do.
pub fn listen() {
    LISTENS.set(true);
}

/// Calls one of the platform's functions: whether the run should go on.
pub fn call<'js, A: IntoArgs<'js>>(ctx: &Ctx<'js>, name: &str, arguments: A) -> Result<bool> {
    if !LISTENS.get() {
        return Ok(false);
    }
    function(ctx, name)?.call::<_, Coerced<bool>>(arguments).map(|answer| answer.0)
}

/// Prints what the script has written of a line that it never ended.
pub fn flush(ctx: &Ctx<'_>) {
    if !LISTENS.get() {
        return;
    }
    // It may run after an error of the script's, which must stay the one to report.
    let _ = function(ctx, "flush").and_then(|flush| flush.call::<_, Value<'_>>(()));
    let _ = ctx.catch();
}

/// The error of an import of what no bundle holds.
pub fn import_refusal<'js>(ctx: &Ctx<'js>, specifier: &str) -> Result<Value<'js>> {
    function(ctx, "importRefusal")?.call((specifier,))
}

fn function<'js>(ctx: &Ctx<'js>, name: &str) -> Result<Function<'js>> {
    Function::from_js(ctx, snapshot::platform(ctx)?.get(name)?)
}
