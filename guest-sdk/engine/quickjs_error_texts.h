/* What V8 writes into an error for a value, and errors with such texts, included by quickjs.c: knows objects, and nothing
 * of bytecode or of who throws.
 */

/* An error may take its time, and should take little room. */
#pragma clang attribute push(__attribute__((minsize, noinline, cold)), apply_to = function)

static JSValue js_function_toString(JSContext *ctx, JSValueConst this_val,
                                    int argc, JSValueConst *argv);
static int js_operator_typeof(JSContext *ctx, JSValue op1);
static JSValue js_symbol_toString(JSContext *ctx, JSValueConst this_val,
                                  int argc, JSValueConst *argv);

/* a property of the object or of its prototypes; undefined where a getter or a proxy
   would have to be asked */
static JSValue js_get_data_property(JSContext *ctx, JSObject *p, JSAtom atom)
{
    JSShapeProperty *prs;

    for (; p && p->class_id != JS_CLASS_PROXY; p = p->shape->proto) {
        prs = find_own_property1(p, atom);
        if (!prs)
            continue;
        if ((prs->flags & JS_PROP_TMASK) == JS_PROP_GETSET)
            break;
        return JS_GetProperty(ctx, JS_MKPTR(JS_TAG_OBJECT, p), atom);
    }
    return JS_UNDEFINED;
}

/* what V8 writes in a message for an object: `#<Map>`, or `[object Array]` where it has
   a toString of its own */
static void js_put_object_text(JSContext *ctx, DynBuf *out, JSObject *p)
{
    JSObject *holder = p;
    JSValue val = JS_UNDEFINED;
    const char *name = NULL;

    while (holder && holder->class_id != JS_CLASS_PROXY &&
           !find_own_property1(holder, JS_ATOM_toString))
        holder = holder->shape->proto;
    if (holder == JS_VALUE_GET_OBJ(ctx->class_proto[JS_CLASS_OBJECT])) {
        val = js_get_data_property(ctx, p, JS_ATOM_constructor);
        name = get_func_name(ctx, val);
    }
    if (name && *name) {
        dbuf_printf(out, "#<%s>", name);
    } else {
        JS_FreeCString(ctx, name);
        JS_FreeValue(ctx, val);
        val = js_get_data_property(ctx, p, JS_ATOM_Symbol_toStringTag);
        name = JS_IsString(val) ? JS_ToCString(ctx, val) : NULL;
        dbuf_printf(out, "[object %s]", name ? name :
                    p->class_id == JS_CLASS_ARRAY ? "Array" :
                    p->class_id == JS_CLASS_DATE ? "Date" :
                    p->class_id == JS_CLASS_REGEXP ? "RegExp" : "Object");
    }
    JS_FreeCString(ctx, name);
    JS_FreeValue(ctx, val);
}

/* what V8 writes in a message for a value; only an error's own getters are run for it */
static void js_put_value_text(JSContext *ctx, DynBuf *out, JSValueConst val)
{
    JSValue text;
    const char *str;
    JSObject *p;

    if (JS_IsObject(val)) {
        p = JS_VALUE_GET_OBJ(val);
        if (p->class_id == JS_CLASS_ERROR) {
            text = js_error_toString(ctx, val, 0, NULL);
        } else if (p->class_id != JS_CLASS_PROXY && JS_IsFunction(ctx, val)) {
            text = js_function_toString(ctx, val, 0, NULL);
        } else {
            js_put_object_text(ctx, out, p);
            return;
        }
    } else if (JS_IsSymbol(val)) {
        JSAtom atom = js_get_atom_index(ctx->rt, JS_VALUE_GET_PTR(val));
        if (JS_AtomGetKind(ctx, atom) == JS_ATOM_KIND_PRIVATE)
            text = JS_AtomToString(ctx, atom);
        else
            text = js_symbol_toString(ctx, val, 0, NULL);
    } else {
        text = JS_ToString(ctx, val);
    }
    str = JS_IsException(text) ? NULL : JS_ToCString(ctx, text);
    if (str)
        dbuf_putstr(out, str);
    else
        JS_FreeValue(ctx, JS_GetException(ctx));
    JS_FreeCString(ctx, str);
    JS_FreeValue(ctx, text);
}

static void js_put_atom_text(JSContext *ctx, DynBuf *out, JSAtom atom)
{
    JSValue val = JS_AtomToValue(ctx, atom);
    js_put_value_text(ctx, out, val);
    JS_FreeValue(ctx, val);
}

/* what V8 writes where a value has no name in the source: `number 5`, `object` */
static void js_put_typed_text(JSContext *ctx, DynBuf *out, JSValueConst val)
{
    js_put_atom_text(ctx, out, js_operator_typeof(ctx, unsafe_unconst(val)));
    if (JS_IsString(val)) {
        dbuf_putstr(out, " \"");
        js_put_value_text(ctx, out, val);
        dbuf_putc(out, '"');
    } else if (JS_IsNull(val) || JS_IsBool(val) || JS_IsNumber(val)) {
        dbuf_putc(out, ' ');
        js_put_value_text(ctx, out, val);
    }
}

#if defined(__GNUC__) || defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#endif // __GNUC__
/* throws with a text in place of the one %s in `fmt`, and frees the text */
static JSValue js_throw_text(JSContext *ctx, JSErrorEnum error, const char *fmt, DynBuf *text)
{
    JSValue ret;

    dbuf_putc(text, '\0');
    if (dbuf_error(text))
        ret = JS_ThrowOutOfMemory(ctx);
    else if (error == JS_RANGE_ERROR)
        ret = JS_ThrowRangeError(ctx, fmt, (char *)text->buf);
    else if (error == JS_SYNTAX_ERROR)
        ret = JS_ThrowSyntaxError(ctx, fmt, (char *)text->buf);
    else
        ret = JS_ThrowTypeError(ctx, fmt, (char *)text->buf);
    dbuf_free(text);
    return ret;
}

static JSValue JS_ThrowErrorValue(JSContext *ctx, JSErrorEnum error, const char *fmt, JSValueConst val)
{
    DynBuf text;

    js_dbuf_init(ctx, &text);
    js_put_value_text(ctx, &text, val);
    return js_throw_text(ctx, error, fmt, &text);
}

static JSValue JS_ThrowTypeErrorValue(JSContext *ctx, const char *fmt, JSValueConst val)
{
    return JS_ThrowErrorValue(ctx, JS_TYPE_ERROR, fmt, val);
}

static JSValue JS_ThrowTypeErrorTyped(JSContext *ctx, const char *fmt, JSValueConst val)
{
    DynBuf text;

    js_dbuf_init(ctx, &text);
    js_put_typed_text(ctx, &text, val);
    return js_throw_text(ctx, JS_TYPE_ERROR, fmt, &text);
}

static JSValue JS_ThrowTypeErrorAtom(JSContext *ctx, const char *fmt, JSAtom atom)
{
    DynBuf text;

    js_dbuf_init(ctx, &text);
    js_put_atom_text(ctx, &text, atom);
    return js_throw_text(ctx, JS_TYPE_ERROR, fmt, &text);
}

/* `fmt` names two values */
static JSValue JS_ThrowTypeErrorOf(JSContext *ctx, const char *fmt, JSValueConst key, JSValueConst obj)
{
    DynBuf name, text;
    JSValue ret;

    js_dbuf_init(ctx, &name);
    js_put_value_text(ctx, &name, key);
    dbuf_putc(&name, '\0');
    js_dbuf_init(ctx, &text);
    js_put_value_text(ctx, &text, obj);
    dbuf_putc(&text, '\0');
    if (dbuf_error(&name) || dbuf_error(&text))
        ret = JS_ThrowOutOfMemory(ctx);
    else
        ret = JS_ThrowTypeError(ctx, fmt, (char *)name.buf, (char *)text.buf);
    dbuf_free(&name);
    dbuf_free(&text);
    return ret;
}

static JSValue JS_ThrowTypeErrorAtomOf(JSContext *ctx, const char *fmt, JSAtom atom, JSValueConst obj)
{
    JSValue key = JS_AtomToValue(ctx, atom);
    JSValue ret = JS_ThrowTypeErrorOf(ctx, fmt, key, obj);

    JS_FreeValue(ctx, key);
    return ret;
}

#pragma clang attribute pop
