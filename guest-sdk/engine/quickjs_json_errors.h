/* What V8 finds wrong with a text that is no JSON, and with an object that leads back to itself, included by quickjs.c:
 * knows texts and objects, and nothing of how QuickJS reads or writes JSON.
 */

/* An error may take its time, and should take little room. */
#pragma clang attribute push(__attribute__((minsize, noinline, cold)), apply_to = function)

static int json_skip_spaces(JSString *p, int pos)
{
    int c;

    while (pos < p->len && ((c = string_get(p, pos)) == ' ' || c == '\t' || c == '\n' || c == '\r'))
        pos++;
    return pos;
}

static int json_get(JSString *p, int pos)
{
    return pos < p->len ? string_get(p, pos) : -1;
}

/* past the text that begins at `*ppos`, or what is wrong at `*ppos`: "" is the end of
   the input */
static const char *json_scan_string(JSString *p, int *ppos)
{
    int c, i;

    for (++*ppos; (c = json_get(p, *ppos)) != '"'; ++*ppos) {
        if (c < 0)
            return "Unterminated string";
        if (c < ' ')
            return "Bad control character in string literal";
        if (c != '\\')
            continue;
        c = json_get(p, ++*ppos);
        if (c < 0)
            return "";
        if (c == 'u') {
            for (i = 0; i < 4; i++) {
                ++*ppos;
                c = json_get(p, *ppos);
                if (c > 'f' || from_hex(c) < 0)
                    return "Bad Unicode escape";
            }
        } else if (c == 0 || c > 'z' || !strchr("\"\\/bfnrt", c)) {
            return "Bad escaped character";
        }
    }
    ++*ppos;
    return NULL;
}

static bool json_is_digit(JSString *p, int pos)
{
    int c = json_get(p, pos);
    return c >= '0' && c <= '9';
}

static const char *json_scan_number(JSString *p, int *ppos)
{
    if (json_get(p, *ppos) == '-' && !json_is_digit(p, ++*ppos))
        return "No number after minus sign";
    if (json_get(p, (*ppos)++) == '0' && json_is_digit(p, *ppos))
        return "Unexpected number";
    while (json_is_digit(p, *ppos))
        ++*ppos;
    if (json_get(p, *ppos) == '.') {
        if (!json_is_digit(p, ++*ppos))
            return "Unterminated fractional number";
        while (json_is_digit(p, *ppos))
            ++*ppos;
    }
    if ((json_get(p, *ppos) | 0x20) == 'e' && *ppos < p->len) {
        ++*ppos;
        if (json_get(p, *ppos) == '+' || json_get(p, *ppos) == '-')
            ++*ppos;
        if (!json_is_digit(p, *ppos))
            return "Exponent part is missing a number";
        while (json_is_digit(p, *ppos))
            ++*ppos;
    }
    return NULL;
}

/* What V8 finds wrong with a text that is no JSON, and where. "": the text ends too
   early; NULL: what stands at `*ppos` is not expected there. */
static const char *json_find_error(JSString *p, int *ppos, DynBuf *open)
{
    const char *error, *word;
    bool is_object;
    int c;

    for (;;) {
        /* a value */
        *ppos = json_skip_spaces(p, *ppos);
        c = json_get(p, *ppos);
        if (c < 0)
            return "";
        if (c == '{' || c == '[') {
            dbuf_putc(open, c);
            *ppos = json_skip_spaces(p, *ppos + 1);
            if (json_get(p, *ppos) != c + 2) {
                if (c == '[')
                    continue;
                if (json_get(p, *ppos) != '"')
                    return "Expected property name or '}'";
                goto name;
            }
        } else if (c == '"') {
            error = json_scan_string(p, ppos);
            if (error)
                return error;
            goto next;
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            error = json_scan_number(p, ppos);
            if (error)
                return error;
            goto next;
        } else {
            word = c == 't' ? "true" : c == 'f' ? "false" : c == 'n' ? "null" : NULL;
            if (!word)
                return NULL;
            for (; *word; word++, ++*ppos) {
                if (json_get(p, *ppos) != *word)
                    return json_get(p, *ppos) < 0 ? "" : NULL;
            }
            goto next;
        }
    close:
        ++*ppos;
        open->size--;
    next:
        *ppos = json_skip_spaces(p, *ppos);
        c = json_get(p, *ppos);
        if (open->size == 0 || dbuf_error(open))
            return "Unexpected non-whitespace character after JSON";
        is_object = open->buf[open->size - 1] == '{';
        if (c == (is_object ? '}' : ']'))
            goto close;
        if (c != ',')
            return is_object ? "Expected ',' or '}' after property value" : "Expected ',' or ']' after array element";
        ++*ppos;
        if (!is_object)
            continue;
        *ppos = json_skip_spaces(p, *ppos);
        if (json_get(p, *ppos) != '"')
            return "Expected double-quoted property name";
    name:
        error = json_scan_string(p, ppos);
        if (error)
            return error;
        *ppos = json_skip_spaces(p, *ppos);
        if (json_get(p, *ppos) != ':')
            return "Expected ':' after property name";
        ++*ppos;
    }
}

static void json_put_part(JSContext *ctx, DynBuf *out, JSString *p, int start, int end)
{
    JSValue part = js_sub_string(ctx, p, start, end);

    if (!JS_IsException(part))
        js_put_value_text(ctx, out, part);
    JS_FreeValue(ctx, part);
}

#define JSON_CONTEXT_LEN 10

/* in place of the syntax error that was thrown for `str` */
static void js_throw_json_error(JSContext *ctx, JSValueConst str)
{
    JSValue exception = JS_GetException(ctx), text;
    JSObject *proto = JS_VALUE_GET_OBJ(ctx->native_error_proto[JS_SYNTAX_ERROR]);
    int pos = 0, i, line = 1, line_start = 0, start, end;
    const char *error;
    DynBuf open, out;
    JSString *p;

    text = JS_ToString(ctx, str);
    if (JS_IsException(text) || !JS_IsError(exception) || JS_VALUE_GET_OBJ(exception)->shape->proto != proto) {
        JS_FreeValue(ctx, text);
        JS_Throw(ctx, exception);
        return;
    }
    JS_FreeValue(ctx, exception);
    p = JS_VALUE_GET_STRING(text);
    js_dbuf_init(ctx, &open);
    js_dbuf_init(ctx, &out);
    error = json_find_error(p, &pos, &open);
    if (error && *error) {
        for (i = 0; i < pos; i++) {
            if (string_get(p, i) == '\n' || (string_get(p, i) == '\r' && json_get(p, i + 1) != '\n')) {
                line++;
                line_start = i + 1;
            }
        }
        dbuf_printf(&out, strstr(error, "after JSON") ? "%s at position %d (line %d column %d)" :
                    "%s in JSON at position %d (line %d column %d)", error, pos, line, pos - line_start + 1);
    } else if (error) {
        dbuf_putstr(&out, "Unexpected end of JSON input");
    } else {
        start = pos < JSON_CONTEXT_LEN ? 0 : pos - JSON_CONTEXT_LEN;
        end = pos + JSON_CONTEXT_LEN;
        if (p->len <= 2 * JSON_CONTEXT_LEN)
            start = 0, end = p->len;
        end = min_int(end, p->len);
        json_put_part(ctx, &out, p, 0, p->len < 16 ? p->len : 0);
        dbuf_putc(&out, '\0');
        /* what is no JSON but a value that was made a text */
        if (!dbuf_error(&out) && (!strcmp((char *)out.buf, "undefined") || !strcmp((char *)out.buf, "NaN") ||
                                  !strcmp((char *)out.buf, "Infinity") || !strcmp((char *)out.buf, "[object Object]"))) {
            start = 0, end = p->len;
            out.size = 0;
        } else {
            out.size = 0;
            dbuf_putstr(&out, "Unexpected token '");
            /* half of a pair is no text of its own */
            if (is_surrogate(string_get(p, pos)))
                dbuf_putstr(&out, "\xEF\xBF\xBD");
            else
                json_put_part(ctx, &out, p, pos, pos + 1);
            dbuf_putstr(&out, "', ");
        }
        dbuf_putstr(&out, start > 0 ? "...\"" : "\"");
        json_put_part(ctx, &out, p, start, end);
        dbuf_putstr(&out, end < p->len ? "\"... is not valid JSON" : "\" is not valid JSON");
    }
    dbuf_free(&open);
    JS_FreeValue(ctx, text);
    js_throw_text(ctx, JS_SYNTAX_ERROR, "%s", &out);
}

/* the property of `holder` that is `val`: keys are not kept on the way */
static void json_put_key(JSContext *ctx, DynBuf *out, JSValueConst holder, JSValueConst val)
{
    JSPropertyEnum *tab = NULL;
    JSObject *p = JS_VALUE_GET_OBJ(holder);
    uint32_t len = 0, i, index;
    bool is_found = false;
    JSValue v;

    if (p->class_id != JS_CLASS_PROXY &&
        JS_GetOwnPropertyNamesInternal(ctx, &tab, &len, p, JS_GPN_STRING_MASK) < 0)
        JS_FreeValue(ctx, JS_GetException(ctx));
    for (i = 0; i < len && !is_found; i++) {
        v = p->fast_array && JS_AtomIsArrayIndex(ctx, &index, tab[i].atom) ?
            JS_GetProperty(ctx, holder, tab[i].atom) : js_get_data_property(ctx, p, tab[i].atom);
        is_found = js_same_value(ctx, v, val);
        JS_FreeValue(ctx, v);
        if (!is_found)
            continue;
        dbuf_putstr(out, __JS_AtomIsTaggedInt(tab[i].atom) ? "index " : "property '");
        js_put_atom_text(ctx, out, tab[i].atom);
        if (!__JS_AtomIsTaggedInt(tab[i].atom))
            dbuf_putc(out, '\'');
    }
    if (!is_found)
        dbuf_putstr(out, "property");
    JS_FreePropertyEnum(ctx, tab, len);
}

static void json_put_constructor(JSContext *ctx, DynBuf *out, JSValueConst obj)
{
    JSValue ctor = js_get_data_property(ctx, JS_VALUE_GET_OBJ(obj), JS_ATOM_constructor);
    const char *name = get_func_name(ctx, ctor);

    dbuf_printf(out, "object with constructor '%s'", name && *name ? name : "Object");
    JS_FreeCString(ctx, name);
    JS_FreeValue(ctx, ctor);
}

/* `val` is one of the objects in `stack`, which lead to it */
static void json_throw_circle(JSContext *ctx, JSValueConst stack, JSValueConst val)
{
    JSValue *objs;
    uint32_t count, i = 0, start;
    DynBuf out;

    if (!js_get_fast_array(ctx, unsafe_unconst(stack), &objs, &count)) {
        JS_ThrowTypeError(ctx, "Converting circular structure to JSON");
        return;
    }
    while (i + 1 < count && !js_same_value(ctx, objs[i], val))
        i++;
    start = i;
    js_dbuf_init(ctx, &out);
    dbuf_putstr(&out, "Converting circular structure to JSON\n    --> starting at ");
    json_put_constructor(ctx, &out, objs[start]);
    for (i = start + 1; i < count; i++) {
        /* of a long way the first two steps, and the last one */
        if (i == start + 3 && i + 1 < count) {
            dbuf_putstr(&out, "\n    |     ...");
            i = count - 1;
        }
        dbuf_putstr(&out, "\n    |     ");
        json_put_key(ctx, &out, objs[i - 1], objs[i]);
        dbuf_putstr(&out, " -> ");
        json_put_constructor(ctx, &out, objs[i]);
    }
    dbuf_putstr(&out, "\n    --- ");
    json_put_key(ctx, &out, objs[count - 1], val);
    dbuf_putstr(&out, " closes the circle");
    js_throw_text(ctx, JS_TYPE_ERROR, "%s", &out);
}

#pragma clang attribute pop
