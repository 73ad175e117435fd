//! What an iterator of a Map or a Set has still to give. It goes on to give it: no JavaScript can look without taking.

use javy_plugin_api::javy::quickjs::{Ctx, Object, Result, Value, qjs};

unsafe extern "C" {
    /// Of quickjs.patch.
    fn JS_PeekMapIterator(ctx: *mut qjs::JSContext, iterator: qjs::JSValue, has_entries: *mut bool) -> qjs::JSValue;
}

/// `{hasEntries, rest}`: whether it gives keys with their values, and what. None for any other object.
pub fn of<'js>(ctx: Ctx<'js>, iterator: Object<'js>) -> Result<Option<Object<'js>>> {
    let mut has_entries = false;
    // SAFETY: the context is the one that the iterator belongs to. The function borrows the iterator, and what it
    // returns is the caller's.
    let rest = unsafe {
        let raw = JS_PeekMapIterator(ctx.as_raw().as_ptr(), iterator.as_value().as_raw(), &mut has_entries);
        Value::from_raw(ctx.clone(), raw)
    };
    if rest.is_undefined() {
        return Ok(None);
    }
    let state = Object::new(ctx)?;
    state.set("hasEntries", has_entries)?;
    state.set("rest", rest)?;
    Ok(Some(state))
}
