/* The origin of a value, as V8 writes it into an error: knows the instructions of quickjs_origins.h, and nothing of the
 * errors that name it.
 */

/* An error may take its time, and should take little room. */
#pragma clang attribute push(__attribute__((minsize, noinline, cold)), apply_to = function)

/* a text in the source; undefined where it is none. To be freed. */
static JSValue origin_text(OriginScan *s, int i)
{
    const uint8_t *pc = s->b->byte_code_buf + s->origins[i].pos;
    int op = origin_op(s, i);
    uint32_t index;

    if (op == OP_push_empty_string)
        return JS_AtomToString(s->ctx, JS_ATOM_empty_string);
    if (op == OP_push_atom_value)
        return JS_AtomToString(s->ctx, get_u32(pc + 1));
    if (op == OP_push_const || op == OP_push_const8) {
        index = op == OP_push_const8 ? pc[1] : get_u32(pc + 1);
        if (index < s->b->cpool_count && JS_IsString(s->b->cpool[index]))
            return js_dup(s->b->cpool[index]);
    }
    return JS_UNDEFINED;
}

static void origin_put(OriginScan *s, DynBuf *out, int i, int depth, bool is_iterable);

static void origin_put_pair(OriginScan *s, DynBuf *out, int i, int depth, bool is_iterable,
                            const char *sign, bool is_list)
{
    Origin *o = &s->origins[i], *left = &s->origins[o->a];

    /* a + b + c */
    if (is_list && depth < ORIGIN_DEPTH_MAX && left->kind == o->kind && origin_op(s, o->a) == origin_op(s, i))
        origin_put_pair(s, out, o->a, depth + 1, is_iterable, sign, true);
    else
        origin_put(s, out, o->a, depth, is_iterable);
    dbuf_printf(out, " %s ", sign);
    origin_put(s, out, o->b, depth, is_iterable);
}

static JSAtom origin_variable(OriginScan *s, const uint8_t *pc, int index)
{
    JSFunctionBytecode *b = s->b;
    int i, op = *pc;

    switch(op) {
    case OP_get_loc: case OP_set_loc: case OP_get_loc_check:
        i = b->arg_count + get_u16(pc + 1);
        break;
    case OP_get_loc8: case OP_set_loc8:
        i = b->arg_count + pc[1];
        break;
    case OP_get_loc0_loc1:
        i = b->arg_count + index;
        break;
    case OP_get_loc0: case OP_get_loc1: case OP_get_loc2: case OP_get_loc3:
        i = b->arg_count + op - OP_get_loc0;
        break;
    case OP_set_loc0: case OP_set_loc1: case OP_set_loc2: case OP_set_loc3:
        i = b->arg_count + op - OP_set_loc0;
        break;
    case OP_get_arg: case OP_set_arg:
        i = get_u16(pc + 1);
        break;
    case OP_get_arg0: case OP_get_arg1: case OP_get_arg2: case OP_get_arg3:
        i = op - OP_get_arg0;
        break;
    case OP_set_arg0: case OP_set_arg1: case OP_set_arg2: case OP_set_arg3:
        i = op - OP_set_arg0;
        break;
    case OP_get_var_ref: case OP_set_var_ref: case OP_get_var_ref_check:
        i = get_u16(pc + 1);
        goto closure;
    case OP_get_var_ref0: case OP_get_var_ref1: case OP_get_var_ref2: case OP_get_var_ref3:
        i = op - OP_get_var_ref0;
        goto closure;
    case OP_set_var_ref0: case OP_set_var_ref1: case OP_set_var_ref2: case OP_set_var_ref3:
        i = op - OP_set_var_ref0;
    closure:
        return i < b->closure_var_count ? b->closure_var[i].var_name : JS_ATOM_NULL;
    case OP_get_var: case OP_get_var_undef:
        return get_u32(pc + 1);
    case OP_push_this:
        return JS_ATOM_this;
    default:
        return JS_ATOM_NULL;
    }
    return b->vardefs && i < b->arg_count + b->var_count ? b->vardefs[i].var_name : JS_ATOM_NULL;
}

static const struct {
    uint8_t op;
    bool is_list;   /* a + b + c has no inner parentheses */
    const char *sign;
} origin_signs[] = {
    { OP_mul, true, "*" }, { OP_div, true, "/" }, { OP_mod, true, "%" },
    { OP_add, true, "+" }, { OP_sub, true, "-" }, { OP_shl, true, "<<" },
    { OP_sar, true, ">>" }, { OP_shr, true, ">>>" }, { OP_and, true, "&" },
    { OP_xor, true, "^" }, { OP_or, true, "|" }, { OP_pow, false, "**" },
    { OP_lt, false, "<" }, { OP_lte, false, "<=" }, { OP_gt, false, ">" },
    { OP_gte, false, ">=" }, { OP_instanceof, false, "instanceof" },
    { OP_in, false, "in" }, { OP_eq, false, "==" }, { OP_strict_eq, false, "===" },
    /* V8 takes a != b for !(a == b) */
    { OP_neq, false, "==" }, { OP_strict_neq, false, "===" },
};

static void origin_put_op(OriginScan *s, DynBuf *out, int i, int depth, bool is_iterable)
{
    Origin *o = &s->origins[i];
    const uint8_t *pc = s->b->byte_code_buf + o->pos;
    JSContext *ctx = s->ctx;
    JSAtom atom;
    JSValue text;
    int op = *pc, n, a;
    bool is_link;

    text = origin_text(s, i);
    if (!JS_IsUndefined(text)) {
        dbuf_putc(out, '"');
        js_put_value_text(ctx, out, text);
        dbuf_putc(out, '"');
        JS_FreeValue(ctx, text);
        return;
    }
    atom = origin_variable(s, pc, i % ORIGINS_AT);
    if (atom != JS_ATOM_NULL) {
        a = o->a >= 0 ? origin_op(s, o->a) : OP_invalid;
        if (a == OP_inc || a == OP_dec)
            origin_put(s, out, o->a, depth, is_iterable);
        else
            js_put_atom_text(ctx, out, atom);
        return;
    }
    for (n = 0; n < countof(origin_signs); n++) {
        if (origin_signs[n].op != op)
            continue;
        dbuf_putstr(out, op == OP_neq || op == OP_strict_neq ? "(!(" : "(");
        origin_put_pair(s, out, i, depth, is_iterable, origin_signs[n].sign, origin_signs[n].is_list);
        dbuf_putstr(out, op == OP_neq || op == OP_strict_neq ? "))" : ")");
        return;
    }

    switch(op) {
    case OP_get_field:
    case OP_get_field2:
    case OP_get_length:
        is_link = s->origins[o->a].kind == ORIGIN_LINK;
        origin_put(s, out, o->a, depth, is_iterable);
        dbuf_putstr(out, is_link ? "?." : ".");
        js_put_atom_text(ctx, out, op == OP_get_length ? JS_ATOM_length : get_u32(pc + 1));
        break;
    case OP_get_array_el:
    case OP_get_array_el2:
    case OP_get_private_field:
    case OP_get_super_value:
        is_link = s->origins[o->a].kind == ORIGIN_LINK;
        if (op == OP_get_super_value)
            dbuf_putstr(out, "(intermediate value)");
        else
            origin_put(s, out, o->a, depth, is_iterable);
        text = origin_text(s, o->b);
        if (!JS_IsUndefined(text)) {
            dbuf_putstr(out, is_link ? "?." : ".");
            js_put_value_text(ctx, out, text);
            JS_FreeValue(ctx, text);
            break;
        }
        dbuf_putstr(out, is_link ? "?.[" : "[");
        origin_put(s, out, o->b, depth, is_iterable);
        dbuf_putc(out, ']');
        break;
    case OP_apply:
        if (get_u16(pc + 1) & 1)
            goto intermediate;
        /* fall through */
    case OP_call:
    case OP_call0:
    case OP_call1:
    case OP_call2:
    case OP_call3:
    case OP_call_method:
        origin_put(s, out, o->a, depth, is_iterable);
        /* an iterable that is no such thing is put down to the function itself */
        if (!is_iterable)
            dbuf_putstr(out, "(...)");
        break;
    case OP_push_minus1:
    case OP_push_0:
    case OP_push_1:
    case OP_push_2:
    case OP_push_3:
    case OP_push_4:
    case OP_push_5:
    case OP_push_6:
    case OP_push_7:
        dbuf_printf(out, "%d", op - OP_push_0);
        break;
    case OP_push_i8:
        dbuf_printf(out, "%d", (int8_t)pc[1]);
        break;
    case OP_push_i16:
        dbuf_printf(out, "%d", (int16_t)get_u16(pc + 1));
        break;
    case OP_push_i32:
        dbuf_printf(out, "%d", (int)get_u32(pc + 1));
        break;
    case OP_push_const:
    case OP_push_const8:
        n = op == OP_push_const8 ? pc[1] : (int)get_u32(pc + 1);
        if (n < 0 || n >= s->b->cpool_count)
            goto intermediate;
        if (!JS_IsNumber(s->b->cpool[n]))
            goto intermediate;
        js_put_value_text(ctx, out, s->b->cpool[n]);
        break;
    case OP_undefined:
        dbuf_putstr(out, "undefined");
        break;
    case OP_null:
        dbuf_putstr(out, "null");
        break;
    case OP_push_true:
        dbuf_putstr(out, "true");
        break;
    case OP_push_false:
        dbuf_putstr(out, "false");
        break;
    case OP_array_from:
        n = get_u16(pc + 1);
        if (n > 2)
            goto intermediate;
        dbuf_putc(out, '[');
        if (n > 0)
            origin_put(s, out, o->a, depth, is_iterable);
        if (n > 1) {
            dbuf_putc(out, ',');
            origin_put(s, out, o->b, depth, is_iterable);
        }
        dbuf_putc(out, ']');
        break;
    case OP_object:
    case OP_define_field:
    case OP_define_method:
        for (n = 0; i >= 0 && (origin_op(s, i) == OP_define_field || origin_op(s, i) == OP_define_method); n++)
            i = s->origins[i].a;
        if (i < 0 || origin_op(s, i) != OP_object)
            goto intermediate;
        dbuf_putc(out, '{');
        while (n-- > 0 && out->size < ORIGIN_TEXT_MAX)
            dbuf_putstr(out, "(intermediate value)");
        dbuf_putc(out, '}');
        break;
    case OP_inc:
    case OP_dec:
        dbuf_putstr(out, op == OP_inc ? "(++" : "(--");
        origin_put(s, out, o->a, depth, is_iterable);
        dbuf_putc(out, ')');
        break;
    case OP_neg:
    case OP_plus:
    case OP_not:
    case OP_lnot:
    case OP_typeof:
        dbuf_putstr(out, op == OP_neg ? "(-" : op == OP_plus ? "(+" : op == OP_not ? "(~" :
                    op == OP_lnot ? "(!" : "(typeof ");
        origin_put(s, out, o->a, depth, is_iterable);
        dbuf_putc(out, ')');
        break;
    case OP_post_inc:
    case OP_post_dec:
        dbuf_putc(out, '(');
        origin_put(s, out, o->a, depth, is_iterable);
        dbuf_putstr(out, op == OP_post_inc ? "++)" : "--)");
        break;
    default:
    intermediate:
        dbuf_putstr(out, "(intermediate value)");
        break;
    }
}

/* the source of a value, as V8 writes it */
static void origin_put(OriginScan *s, DynBuf *out, int i, int depth, bool is_iterable)
{
    Origin *o = &s->origins[i];

    if (i < 0 || ++depth > ORIGIN_DEPTH_MAX || out->size > ORIGIN_TEXT_MAX) {
        dbuf_putstr(out, "(intermediate value)");
        return;
    }
    switch(o->kind) {
    case ORIGIN_OR:
    case ORIGIN_AND:
    case ORIGIN_NULLISH:
        dbuf_putc(out, '(');
        origin_put_pair(s, out, i, depth, is_iterable, o->kind == ORIGIN_OR ? "||" :
                        o->kind == ORIGIN_AND ? "&&" : "??", true);
        dbuf_putc(out, ')');
        break;
    case ORIGIN_EITHER:
        /* a pattern's value is undefined until it is reached by its jump back; what
           ends an optional chain has no name */
        if (origin_op(s, o->b) == OP_undefined)
            origin_put(s, out, o->a, depth, is_iterable);
        else if (origin_op(s, o->a) == OP_undefined)
            dbuf_putstr(out, "(intermediate value)");
        else
            dbuf_putstr(out, "(intermediate value)(intermediate value)(intermediate value)");
        break;
    case ORIGIN_LINK:
        origin_put(s, out, o->a, depth, is_iterable);
        break;
    default:
        origin_put_op(s, out, i, depth, is_iterable);
        break;
    }
}

/* what is an argument that a pattern takes apart has no name */
static bool origin_is_nameless(OriginScan *s, int i)
{
    int op = origin_op(s, i);
    return (op == OP_get_arg || (op >= OP_get_arg0 && op <= OP_get_arg3)) &&
        origin_variable(s, s->b->byte_code_buf + s->origins[i].pos, 0) == JS_ATOM_NULL;
}

static bool js_put_stack_text(JSContext *ctx, DynBuf *out, const JSValueConst *slot, JSValueConst val)
{
    OriginScan s;

    if (!origin_begin(ctx, &s, slot, val))
        return false;
    origin_put(&s, out, s.top, 0, false);
    origin_end(&s);
    return true;
}

#pragma clang attribute pop
