/**
 * Turns the arguments of a console method into one text: the `%` directives first, then the rest.
 *
 * Knows nothing of where the text goes.
 */

import type { Inspect } from "../inspect/inspector.ts";

const DIRECTIVE = /%[sdifjoOc%]/g;

function asNumber(value: unknown, parse: (text: string) => number): string {
  return typeof value === "symbol" ? "NaN" : String(parse(asString(value)));
}

function asString(value: unknown): string {
  try {
    return String(value);
  } catch {
    // An object without a prototype has no text.
    return Object.prototype.toString.call(value);
  }
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "%j";
  } catch (error) {
    if (error instanceof TypeError && /circular/i.test(error.message)) return "[Circular]";
    throw error;
  }
}

function substitute(directive: string, value: unknown, inspect: Inspect): string {
  switch (directive) {
    case "%s":
      return asString(value);
    case "%d":
    case "%i":
      return asNumber(value, (text) => parseInt(text));
    case "%f":
      return asNumber(value, (text) => parseFloat(text));
    case "%j":
      return asJson(value);
    case "%c":
      return ""; // A style, and there are no colours.
    default:
      return inspect(value);
  }
}

/** One text for all of `list`, as `console.log` shows it. */
export function formatArguments(list: readonly unknown[], inspect: Inspect): string {
  // What most lines are.
  if (list.length === 1 && typeof list[0] === "string") return list[0];
  const parts: string[] = [];
  let used = 0;
  if (typeof list[0] === "string" && list.length > 1) {
    used = 1;
    parts.push(list[0].replace(DIRECTIVE, (directive) => {
      if (directive === "%%") return "%";
      if (used === list.length) return directive;
      return substitute(directive, list[used++], inspect);
    }));
  }
  for (const value of list.slice(used)) {
    parts.push(typeof value === "string" ? value : inspect(value));
  }
  return parts.join(" ");
}
