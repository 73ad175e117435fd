//! Promises that were rejected and have no handler yet. One that still has none when the jobs are done ends the run.

use std::cell::RefCell;

use javy_plugin_api::javy::quickjs::{Ctx, Persistent, Value};

type Kept = Persistent<Value<'static>>;

thread_local! {
    /// Each promise and why it was rejected, the oldest first.
    static UNHANDLED: RefCell<Vec<(Kept, Kept)>> = const { RefCell::new(Vec::new()) };
}

/// What QuickJS calls when a promise without a handler is rejected, and when such a promise is given one.
pub fn track<'js>(ctx: Ctx<'js>, promise: Value<'js>, reason: Value<'js>, handled: bool) {
    let promise = Persistent::save(&ctx, promise);
    if handled {
        UNHANDLED.with_borrow_mut(|all| all.retain(|(other, _)| *other != promise));
    } else {
        let reason = Persistent::save(&ctx, reason);
        UNHANDLED.with_borrow_mut(|all| all.push((promise, reason)));
    }
}

/// The oldest promise without a handler, and why it was rejected; it is forgotten.
pub fn take_first<'js>(ctx: &Ctx<'js>) -> Option<(Value<'js>, Value<'js>)> {
    let (promise, reason) = UNHANDLED.with_borrow_mut(|all| if all.is_empty() { None } else { Some(all.remove(0)) })?;
    Some((promise.restore(ctx).ok()?, reason.restore(ctx).ok()?))
}
