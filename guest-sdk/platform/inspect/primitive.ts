/**
 * Strings, numbers, symbols and the other values without properties, as text.
 *
 * Knows nothing of objects.
 */

import type { Settings } from "./options.ts";

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

/** Strings up to this length are never broken. */
const SHORTEST_BROKEN = 16;

function escapeControl(character: string): string {
  return SHORT_ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** `text` in the first kind of quotes that it does not hold itself; in escaped double quotes where it holds all. */
export function quote(text: string): string {
  const mark = ['"', "'", "`"].find((candidate) => !text.includes(candidate)) ?? '"';
  const escaped = text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`);
  return mark + escaped.replace(CONTROLS, escapeControl) + mark;
}

/** A string as a value: quoted, cut where it is too long, and broken after its newlines where it is too wide. */
function formatString(text: string, settings: Settings, indentation: number): string {
  const { strAbbreviateSize, breakLength } = settings;
  const cut = text.length - strAbbreviateSize;
  const shown = cut > 0 ? text.slice(0, strAbbreviateSize) : text;
  const isWide = shown.length > SHORTEST_BROKEN && shown.length > breakLength - indentation - 4;
  const lines = isWide ? shown.split(/(?<=\n)/) : [shown];
  const quoted = lines.map(quote).join(` +\n${" ".repeat(indentation + 2)}`);
  return cut > 0 ? `${quoted}... ${cut} more character${cut > 1 ? "s" : ""}` : quoted;
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

/** Any value that is neither object nor function, on a line that is indented by so many columns. */
export function formatPrimitive(value: unknown, settings: Settings, indentation: number): string {
  switch (typeof value) {
    case "string":
      return formatString(value, settings, indentation);
    case "number":
    case "bigint":
      return formatNumber(value);
    case "symbol":
      return formatSymbol(value);
    default:
      return String(value);
  }
}
