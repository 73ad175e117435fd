/* Errors that say more than a name, since V8's words for them depend on where a value is taken apart or gone through: in
 * a loop, a pattern or a spread.
 */

/* An error may take its time, and should take little room. */
#pragma clang attribute push(__attribute__((minsize, noinline, cold)), apply_to = function)

static int origin_next_op(OriginScan *s, int *pos)
{
    *pos += short_opcode_info(s->b->byte_code_buf[*pos]).size;
    return *pos < s->b->byte_code_len ? s->b->byte_code_buf[*pos] : OP_invalid;
}

/* of an array that was just filled: whether it holds a call's arguments */
static bool origin_is_spread_call(OriginScan *s, int pos)
{
    int op;

    do
        op = origin_next_op(s, &pos);
    while (op == OP_undefined || op == OP_swap || op == OP_perm3);
    return op == OP_apply;
}

/* What a pattern takes apart. It comes by a jump back, since it stands behind the
   pattern, as does the default of a pattern within another one. */
static int origin_source(OriginScan *s)
{
    Origin *o = &s->origins[s->top];
    int op;

    if (o->kind == ORIGIN_EITHER) {
        op = origin_op(s, o->b);
        if (op == OP_undefined || op == OP_get_field2 || op == OP_for_of_next)
            return o->a;
    }
    return s->top;
}

static bool origin_is_call(int op)
{
    return op == OP_call_constructor || op == OP_call || op == OP_call_method ||
        (op >= OP_call0 && op <= OP_call3);
}

/* the places that V8 treats apart: a loop, a pattern, a spread */
static JSValue js_throw_not_iterable(JSContext *ctx, const JSValueConst *slot, JSValueConst val, bool is_async)
{
    const char *fmt = "%s is not iterable (cannot read property Symbol(Symbol.iterator))";
    bool is_nullish = JS_IsUndefined(val) || JS_IsNull(val), is_pattern;
    OriginScan s;
    DynBuf text;
    int op, next, pos, source;

    if (is_async && is_nullish)
        return JS_ThrowTypeErrorValue(ctx, "Cannot read properties of %s (reading 'Symbol(Symbol.asyncIterator)')", val);
    if (!origin_begin(ctx, &s, slot, val))
        return JS_ThrowTypeErrorTyped(ctx, fmt, val);
    js_dbuf_init(ctx, &text);
    source = origin_source(&s);
    op = origin_op(&s, source);
    pos = s.pos;
    next = origin_next_op(&s, &pos);
    is_pattern = next == OP_for_of_next;

    if (is_async) {
        fmt = origin_is_call(op) ?
            "%s is not a function or its return value is not async iterable" :
            "%s is not async iterable";
        origin_put(&s, &text, source, 0, false);
    } else if (s.b->byte_code_buf[s.pos] == OP_append && next == OP_drop &&
               origin_is_spread_call(&s, pos)) {
        /* the last argument of a call */
        fmt = !is_nullish ? "Spread syntax requires ...iterable[Symbol.iterator] to be a function" :
            JS_IsNull(val) ? "%s is not iterable (cannot read property null)" :
            "%s is not iterable (cannot read property undefined)";
        origin_put(&s, &text, source, 0, false);
    } else if (is_pattern && op == OP_get_field2) {
        if (is_nullish)
            fmt = JS_IsNull(val) ?
                "Cannot destructure property 'Symbol(Symbol.iterator)' of '%s' as it is null." :
                "Cannot destructure property 'Symbol(Symbol.iterator)' of '%s' as it is undefined.";
        source = s.origins[source].a;
        if (origin_is_nameless(&s, source))
            js_put_typed_text(ctx, &text, slot[-1]);
        else
            origin_put(&s, &text, source, 0, true);
    } else if (is_pattern && op == OP_for_of_next && source > s.pos * ORIGINS_AT && !s.is_copied) {
        fmt = "%s is not iterable";
        dbuf_putstr(&text, ".for");
    } else if ((next == OP_drop && s.b->byte_code_buf[s.pos] != OP_append) || origin_is_nameless(&s, source) ||
               (s.b->byte_code_buf[s.pos] != OP_append && s.origins[source].kind == ORIGIN_EITHER &&
                (origin_op(&s, s.origins[source].a) == OP_undefined ||
                 origin_is_nameless(&s, s.origins[source].b))) ||
               (is_pattern && (s.is_copied || op == OP_catch ||
                               (s.origins[source].kind != ORIGIN_OP && s.origins[source].kind != ORIGIN_EITHER) ||
                               op == OP_call_method || op == OP_get_field || op == OP_get_array_el ||
                               op == OP_get_length || op == OP_for_of_next ||
                               (op >= OP_mul && op <= OP_strict_neq)))) {
        js_put_typed_text(ctx, &text, val);
    } else if (origin_is_call(op)) {
        fmt = "%s is not a function or its return value is not iterable";
        origin_put(&s, &text, s.origins[source].a, 0, true);
    } else {
        fmt = "%s is not iterable";
        origin_put(&s, &text, source, 0, true);
    }
    origin_end(&s);
    return js_throw_text(ctx, JS_TYPE_ERROR, fmt, &text);
}

/* of `const { a } = value` */
static JSValue js_throw_not_destructurable(JSContext *ctx, const JSValueConst *slot, JSValueConst val)
{
    const char *is = JS_IsNull(val) ? "null" : "undefined";
    JSAtom atom = JS_ATOM_NULL;
    OriginScan s;
    DynBuf name, text;
    int op, pos, source;
    bool is_read = false, is_known;
    JSValue ret;

    js_dbuf_init(ctx, &name);
    js_dbuf_init(ctx, &text);
    is_known = origin_begin(ctx, &s, slot, val);
    if (is_known) {
        source = origin_source(&s);
        pos = s.pos;
        do {
            op = origin_next_op(&s, &pos);
        } while (op == OP_swap || op == OP_null || op == OP_define_field || op == OP_dup ||
                 (op == OP_object && pos == s.pos + 1));
        if (op == OP_get_field || op == OP_get_field2)
            atom = get_u32(s.b->byte_code_buf + pos + 1);
        else if (op == OP_get_length)
            atom = JS_ATOM_length;
        /* a property with a default, and a pattern within another one */
        if (atom != JS_ATOM_NULL && origin_next_op(&s, &pos) == OP_dup && origin_next_op(&s, &pos) == OP_is_undefined)
            is_read = true;
        op = origin_op(&s, source);
        if (op == OP_get_field2 || op == OP_get_array_el2 ||
            (op == OP_for_of_next && (source < s.pos * ORIGINS_AT || s.is_copied)))
            is_read = true;
        if (op == OP_for_of_next || op == OP_catch)
            dbuf_putstr(&text, op == OP_catch ? ".catch" : ".for");
        else if (origin_is_nameless(&s, source))
            is_known = false;
        else
            origin_put(&s, &text, source, 0, false);
        origin_end(&s);
    }
    if (!is_known)
        js_put_typed_text(ctx, &text, val);
    js_put_atom_text(ctx, &name, atom);
    dbuf_putc(&name, '\0');
    dbuf_putc(&text, '\0');
    if (dbuf_error(&name) || dbuf_error(&text))
        ret = JS_ThrowOutOfMemory(ctx);
    else if (atom == JS_ATOM_NULL)
        ret = JS_ThrowTypeError(ctx, "Cannot destructure '%s' as it is %s.", text.buf, is);
    else if (is_read)
        ret = JS_ThrowTypeError(ctx, "Cannot read properties of %s (reading '%s')", is, name.buf);
    else
        ret = JS_ThrowTypeError(ctx, "Cannot destructure property '%s' of '%s' as it is %s.",
                                name.buf, text.buf, is);
    dbuf_free(&name);
    dbuf_free(&text);
    return ret;
}

#pragma clang attribute pop
