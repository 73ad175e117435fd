/* How the source got a value onto the stack, included by quickjs.c: knows its bytecode, and the texts of
 * quickjs_error_texts.h.
 *
 * V8 writes into an error what stands in the source: `a.b(...).c is not a function`. Bytecode still tells. A function's
 * instructions are followed up to the one that threw, and each place of the stack remembers the instruction that
 * filled it. That runs only for an error, reads nothing but the function's bytecode, and where it cannot tell, the
 * error names the value itself.
 */

/* An error may take its time, and should take little room. */
#pragma clang attribute push(__attribute__((minsize, noinline, cold)), apply_to = function)

typedef enum {
    ORIGIN_OP,      /* the instruction at pos; a and b: what it took */
    ORIGIN_OR,      /* a || b */
    ORIGIN_AND,     /* a && b */
    ORIGIN_NULLISH, /* a ?? b */
    ORIGIN_EITHER,  /* one of two branches */
    ORIGIN_LINK,    /* a, of which an optional chain knows that it is there */
} OriginKind;

typedef struct Origin {
    uint8_t kind;
    int pos, a, b;
} Origin;

typedef struct OriginScan {
    JSContext *ctx;
    JSFunctionBytecode *b;
    Origin *origins;    /* ORIGINS_AT of each position */
    DynBuf states;      /* OriginState[], one for each label, with its stack behind it */
    int *state_at;      /* of each position, an index into `states` plus 1, or 0 */
    int *stack;         /* indexes into `origins` */
    int depth;          /* -1 where no way is known to lead */
    int sweep;
    bool has_new_state;
    int pos;            /* the instruction that threw, */
    bool is_copied;     /* which stands behind a `dup`, as the pattern of an assignment does, */
    int top;            /* and the origin of the value that it threw for */
} OriginScan;

typedef struct OriginState {
    int depth, kind, sweep;
} OriginState;

/* an instruction may push two values, and a label may join two */
#define ORIGINS_AT 3
#define ORIGIN_LABEL 2
#define ORIGIN_SWEEPS_MAX 16
#define ORIGIN_DEPTH_MAX 64     /* of an expression */
#define ORIGIN_TEXT_MAX 4096

static int origin_set(OriginScan *s, OriginKind kind, int pos, int index, int a, int b)
{
    int i = pos * ORIGINS_AT + index;

    s->origins[i] = (Origin) { kind, pos, a, b };
    return i;
}

static int origin_op(OriginScan *s, int i)
{
    Origin *o = &s->origins[i];
    return o->kind == ORIGIN_OP ? s->b->byte_code_buf[o->pos] : OP_invalid;
}

/* the stack as it is now will be that at `target` */
static void origin_jump(OriginScan *s, int pos, int target, OriginKind kind)
{
    OriginState *state, new_state = { s->depth, kind, s->sweep };
    int *stack, top = s->depth - 1;

    if (target < 0 || target >= s->b->byte_code_len)
        return;
    if (!s->state_at[target]) {
        s->state_at[target] = s->states.size / sizeof(int) + 1;
        dbuf_put(&s->states, (uint8_t *)&new_state, sizeof(new_state));
        dbuf_put(&s->states, (uint8_t *)s->stack, sizeof(int) * s->depth);
        s->has_new_state = true;
        return;
    }
    if (dbuf_error(&s->states))
        return;
    state = (OriginState *)(s->states.buf + (s->state_at[target] - 1) * sizeof(int));
    stack = (int *)(state + 1);
    if (state->depth != s->depth)
        return;
    /* a || b || c: two jumps to one label. Only what an expression leaves differs. */
    if (state->sweep == s->sweep && top >= 0 && stack[top] != s->stack[top] &&
        origin_op(s, stack[top]) == OP_undefined && origin_op(s, s->stack[top]) == OP_undefined)
        ; /* each link of an optional chain */
    else if (state->sweep == s->sweep && top >= 0 && stack[top] != s->stack[top])
        stack[top] = origin_set(s, state->kind, pos, ORIGIN_LABEL, stack[top], s->stack[top]);
    else
        memcpy(stack, s->stack, sizeof(int) * s->depth);
    state->kind = kind;
    state->sweep = s->sweep;
}

/* joins the ways that lead to `pos` */
static void origin_label(OriginScan *s, int pos)
{
    OriginState *state;
    int *stack, *top;

    if (!s->state_at[pos] || dbuf_error(&s->states))
        return;
    state = (OriginState *)(s->states.buf + (s->state_at[pos] - 1) * sizeof(int));
    stack = (int *)(state + 1);
    if (s->depth < 0) {
        s->depth = state->depth;
        memcpy(s->stack, stack, sizeof(int) * s->depth);
        top = &s->stack[s->depth - 1];
        if (state->kind == ORIGIN_NULLISH && s->depth > 0)
            *top = origin_set(s, ORIGIN_LINK, pos, ORIGIN_LABEL, *top, -1);
    } else if (s->depth == state->depth && s->depth > 0) {
        top = &s->stack[s->depth - 1];
        if (*top != stack[s->depth - 1])
            *top = origin_set(s, state->kind, pos, ORIGIN_LABEL, stack[s->depth - 1], *top);
    }
}

/* What an instruction leaves: digits are the places that it took, counted from the
   lowest, and `+` is a new value. The others leave new values only. */
static const struct {
    uint8_t op;
    const char *moves;
} origin_moves[] = {
    { OP_drop, "" }, { OP_nip, "1" }, { OP_nip1, "12" }, { OP_dup, "00" },
    { OP_dup1, "001" }, { OP_dup2, "0101" }, { OP_dup3, "012012" },
    { OP_insert2, "101" }, { OP_insert3, "2012" }, { OP_insert4, "30123" },
    { OP_perm3, "102" }, { OP_perm4, "2013" }, { OP_perm5, "30124" },
    { OP_swap, "10" }, { OP_swap2, "2301" }, { OP_rot3l, "120" },
    { OP_rot3r, "201" }, { OP_rot4l, "1230" }, { OP_rot5l, "12340" },
    { OP_get_field2, "0+" }, { OP_get_array_el2, "0+" },
    { OP_to_propkey, "0" }, { OP_to_propkey2, "01" }, { OP_to_object, "0" },
    { OP_check_object, "0" }, { OP_check_brand, "01" }, { OP_set_name, "0" },
    { OP_set_name_computed, "01" }, { OP_set_home_object, "01" },
    { OP_append, "01" }, { OP_define_array_el, "01" },
    { OP_copy_data_properties, "012" }, { OP_for_in_next, "0++" },
    { OP_for_of_next, "012++" }, { OP_iterator_next, "012+" },
    { OP_iterator_call, "0123+" },
};

/* follows the instruction at `pos`; false where that cannot be done */
static bool origin_step(OriginScan *s, int pos)
{
    const uint8_t *pc = s->b->byte_code_buf + pos;
    int op = *pc, prev, i, n_pop, n_push, a, b, took[8];
    const JSOpCode *oi = &short_opcode_info(op);
    const char *moves = NULL;
    OriginKind kind;

    n_pop = oi->n_pop;
    if (oi->fmt == OP_FMT_npop || oi->fmt == OP_FMT_npop_u16)
        n_pop += get_u16(pc + 1);
    else if (oi->fmt == OP_FMT_npopx)
        n_pop += op - OP_call0;
    if (s->depth < n_pop || s->depth - n_pop + oi->n_push > s->b->stack_size)
        return false;

    /* what decides a branch: `a` of a || b is left for it, with a copy */
    prev = s->depth >= 2 ? s->stack[s->depth - 1] : -1;
    s->depth -= n_pop;
    for (i = 0; i < n_pop && i < countof(took); i++)
        took[i] = s->stack[s->depth + i];
    for (i = 0; i < countof(origin_moves) && !moves; i++) {
        if (origin_moves[i].op == op)
            moves = origin_moves[i].moves;
    }

    /* of a call, what is called; of a member, the object and the key */
    a = n_pop > 0 ? took[0] : -1;
    b = n_pop > 1 ? took[1] : -1;
    if (op == OP_call_method)
        a = b;
    else if (op == OP_get_super_value)
        b = took[2];

    n_push = moves ? strlen(moves) : oi->n_push;
    for (i = 0; i < n_push; i++) {
        s->stack[s->depth++] = moves && moves[i] != '+' ? took[moves[i] - '0'] :
            origin_set(s, ORIGIN_OP, pos, op == OP_get_loc0_loc1 ? i : 0, a, b);
    }

    switch(op) {
    case OP_if_true:
    case OP_if_true8:
    case OP_if_false:
    case OP_if_false8:
        kind = ORIGIN_EITHER;
        if (s->depth > 0) {
            if (prev == s->stack[s->depth - 1])
                kind = op == OP_if_true || op == OP_if_true8 ? ORIGIN_OR : ORIGIN_AND;
            else if (origin_op(s, prev) == OP_is_undefined_or_null)
                kind = ORIGIN_NULLISH;
        }
        i = op == OP_if_true8 || op == OP_if_false8 ? (int8_t)pc[1] : (int)get_u32(pc + 1);
        origin_jump(s, pos, pos + 1 + i, kind);
        break;
    case OP_goto:
        origin_jump(s, pos, pos + 1 + (int)get_u32(pc + 1), ORIGIN_EITHER);
        s->depth = -1;
        break;
    case OP_goto16:
        origin_jump(s, pos, pos + 1 + (int16_t)get_u16(pc + 1), ORIGIN_EITHER);
        s->depth = -1;
        break;
    case OP_goto8:
        origin_jump(s, pos, pos + 1 + (int8_t)pc[1], ORIGIN_EITHER);
        s->depth = -1;
        break;
    case OP_gosub:
        if (s->depth >= s->b->stack_size)
            return false;
        s->stack[s->depth++] = origin_set(s, ORIGIN_OP, pos, 0, -1, -1);
        origin_jump(s, pos, pos + 1 + (int)get_u32(pc + 1), ORIGIN_EITHER);
        s->depth--;
        break;
    case OP_catch:
        origin_jump(s, pos, pos + 1 + (int)get_u32(pc + 1), ORIGIN_EITHER);
        break;
    case OP_with_get_var:
    case OP_with_put_var:
    case OP_with_delete_var:
    case OP_with_make_ref:
    case OP_with_get_ref:
    case OP_with_get_ref_undef:
        return false;
    case OP_tail_call:
    case OP_tail_call_method:
    case OP_return:
    case OP_return_undef:
    case OP_return_async:
    case OP_throw:
    case OP_throw_error:
    case OP_ret:
    case OP_nip_catch:  /* how much that takes is known only when it is run */
        s->depth = -1;
        break;
    default:
        break;
    }
    return !dbuf_error(&s->states);
}

/* follows the function from its start, and stops at the instruction that holds, or ends
   at, `end`, unless that is -1; false where it cannot be followed */
static bool origin_sweep(OriginScan *s, int end)
{
    int pos, next, last = 0;

    s->sweep++;
    s->depth = 0;
    for (pos = 0; pos < s->b->byte_code_len; last = pos, pos = next) {
        next = pos + short_opcode_info(s->b->byte_code_buf[pos]).size;
        if (next == pos || next > s->b->byte_code_len)
            return false;
        origin_label(s, pos);
        if (end >= 0 && next >= end) {
            s->pos = pos;
            s->is_copied = s->b->byte_code_buf[last] == OP_dup;
            return true;
        }
        if (s->depth >= 0 && !origin_step(s, pos))
            return false;
    }
    return end < 0;
}

static void origin_end(OriginScan *s)
{
    js_free_rt(s->ctx->rt, s->origins);
    js_free_rt(s->ctx->rt, s->state_at);
    js_free_rt(s->ctx->rt, s->stack);
    dbuf_free(&s->states);
}

/* Finds how the value at `slot` came onto the stack of the function that runs. False,
   with nothing to end, where `slot` lies elsewhere or it cannot be told. */
static bool origin_begin(JSContext *ctx, OriginScan *s, const JSValueConst *slot, JSValueConst val)
{
    JSRuntime *rt = ctx->rt;
    JSStackFrame *sf = rt->current_stack_frame;
    const JSValue *bottom;
    int i, end;
    bool is_known = false;

    if (!sf || !sf->cur_pc || !slot)
        return false;
    s->b = JS_GetFunctionBytecode(sf->cur_func);
    if (!s->b)
        return false;
    bottom = sf->var_buf + s->b->var_count;
    if ((uintptr_t)slot < (uintptr_t)bottom || (uintptr_t)slot >= (uintptr_t)(bottom + s->b->stack_size) ||
        !js_same_value(ctx, *slot, val))
        return false;
    end = sf->cur_pc - s->b->byte_code_buf;

    s->ctx = ctx;
    s->sweep = 0;
    js_dbuf_init(ctx, &s->states);
    s->origins = js_mallocz_rt(rt, sizeof(Origin) * ORIGINS_AT * s->b->byte_code_len);
    s->state_at = js_mallocz_rt(rt, sizeof(int) * s->b->byte_code_len);
    s->stack = js_mallocz_rt(rt, sizeof(int) * (s->b->stack_size + 1));
    if (s->origins && s->state_at && s->stack) {
        /* a jump back leads to where no way is known yet */
        for (i = 0; i < ORIGIN_SWEEPS_MAX; i++) {
            s->has_new_state = false;
            is_known = origin_sweep(s, -1);
            if (!is_known || !s->has_new_state)
                break;
        }
        is_known = is_known && origin_sweep(s, end) && slot - bottom < s->depth;
    }
    if (is_known)
        s->top = s->stack[slot - bottom];
    else
        origin_end(s);
    return is_known;
}

#pragma clang attribute pop
