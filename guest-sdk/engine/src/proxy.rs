//! What a proxy stands for, which no JavaScript can ask: for `console.log(proxy)`, which calls no trap.

use javy_plugin_api::javy::quickjs::{Ctx, Object, Value, qjs};

unsafe extern "C" {
    fn JS_GetProxyTarget(ctx: *mut qjs::JSContext, proxy: qjs::JSValue) -> qjs::JSValue;
}

/// The target of a proxy, null of a revoked one; undefined for any other object.
pub fn target<'js>(ctx: Ctx<'js>, value: Object<'js>) -> Value<'js> {
    let raw = value.as_value().as_raw();
    // SAFETY: the function looks at the value, and keeps nothing.
    if !unsafe { qjs::JS_IsProxy(raw) } {
        return Value::new_undefined(ctx);
    }
    // SAFETY: the context is the one that the proxy belongs to, and what the function returns is the caller's.
    let target = unsafe { Value::from_raw(ctx.clone(), JS_GetProxyTarget(ctx.as_raw().as_ptr(), raw)) };
    if target.is_exception() {
        // A revoked proxy stands for nothing.
        let _ = ctx.catch();
        return Value::new_null(ctx);
    }
    target
}
