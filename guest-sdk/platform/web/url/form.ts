/**
 * Names and values as the query of a URL, or a form, writes them.
 *
 * Knows nothing of the class `URLSearchParams`.
 */

import { PART, percentDecode, percentEncode } from "./percent.ts";

/** A name and its value. */
export type Pair = [name: string, value: string];

function decode(text: string): string {
  return percentDecode(text.replaceAll("+", " "));
}

function encode(text: string): string {
  return percentEncode(text, PART.form).replaceAll(" ", "+");
}

/** Reads `a=1&b=2`. */
export function parseForm(text: string): Pair[] {
  return text.split("&").filter((part) => part !== "").map((part) => {
    const at = part.indexOf("=");
    if (at < 0) return [decode(part), ""];
    return [decode(part.slice(0, at)), decode(part.slice(at + 1))];
  });
}

/** Writes `a=1&b=2`. */
export function serializeForm(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
}
