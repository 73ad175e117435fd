/**
 * Strings, numbers, symbols and the other values without properties, as text.
 *
 * Knows nothing of objects.
 */

// deno-lint-ignore no-control-regex -- control characters are what it looks for
const CONTROLS = /[\x00-\x1f\x7f-\x9f]/g;

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
};

/** Names that a key, or a symbol's description, may have without quotes. */
const PLAIN_KEY = /^[a-zA-Z_][a-zA-Z_0-9]*$/;
const PLAIN_DESCRIPTION = /^[a-zA-Z_][a-zA-Z_.0-9]*$/;

function escapeControl(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** `text` in the first kind of quotes that it does not hold itself; in escaped double quotes where it holds all. */
export function quote(text: string): string {
  const mark = ['"', "'", "`"].find((candidate) => !text.includes(candidate)) ?? '"';
  const escaped = text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`);
  return mark + escaped.replace(CONTROLS, escapeControl) + mark;
}

/** A string as a value: quoted, and cut to `limit` characters. */
export function formatString(text: string, limit: number): string {
  if (text.length <= limit) return quote(text);
  const cut = text.length - limit;
  return `${quote(text.slice(0, limit))}... ${cut} more character${cut > 1 ? "s" : ""}`;
}

/** A property's name as it stands before the colon. */
export function formatKey(key: string | symbol): string {
  if (typeof key === "symbol") {
    const text = key.toString().replaceAll("'", "\\'");
    return text.replace(CONTROLS, escapeControl);
  }
  if (key === "__proto__") return "['__proto__']";
  return PLAIN_KEY.test(key) ? key : quote(key);
}

/** A symbol as a value. */
export function formatSymbol(symbol: symbol): string {
  const { description } = symbol;
  if (description === undefined || PLAIN_DESCRIPTION.test(description)) return symbol.toString();
  return `Symbol(${quote(description)})`;
}

/** A number or a bigint. */
export function formatNumber(value: number | bigint): string {
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Any value that is neither object nor function. */
export function formatPrimitive(value: unknown, stringLimit: number): string {
  switch (typeof value) {
    case "string":
      return formatString(value, stringLimit);
    case "number":
    case "bigint":
      return formatNumber(value);
    case "symbol":
      return formatSymbol(value);
    default:
      return String(value);
  }
}
