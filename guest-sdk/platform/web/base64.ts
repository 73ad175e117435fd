/**
 * `atob` and `btoa`: Base64 and the text whose characters stand for its bytes.
 *
 * Knows nothing of bytes as such.
 */

import { requireArguments } from "./arguments.ts";
import { DOMException } from "./dom_exception.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** What one character stands for. */
const BITS = 6;

/** Decodes Base64, padded or not, with white space anywhere. */
export function atob(data: unknown): string {
  requireArguments(arguments.length, 1, "execute 'atob'");
  const given = `${data}`;
  if (/[^\0-\xff]/.test(given)) {
    throw new DOMException("Failed to decode base64: invalid character", "InvalidCharacterError");
  }
  const text = given.replace(/[\t\n\f\r ]/g, "");
  const digits = text.length % 4 === 0 ? text.replace(/={1,2}$/, "") : text;
  if (digits.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(digits)) {
    throw new DOMException("Failed to decode base64", "InvalidCharacterError");
  }
  const parts: string[] = [];
  let bits = 0;
  let count = 0;
  for (const digit of digits) {
    bits = (bits << BITS | ALPHABET.indexOf(digit)) & 0xfff_fff;
    count += BITS;
    if (count < 8) continue;
    count -= 8;
    parts.push(String.fromCharCode(bits >> count & 0xff));
  }
  return parts.join("");
}

/** Encodes a text of characters up to U+00FF. */
export function btoa(data: unknown): string {
  requireArguments(arguments.length, 1, "execute 'btoa'");
  const text = `${data}`;
  if (/[^\0-\xff]/.test(text)) {
    throw new DOMException(
      "Cannot encode string: string contains characters outside of the Latin1 range",
      "InvalidCharacterError",
    );
  }
  const parts: string[] = [];
  for (let index = 0; index < text.length; index += 3) {
    // Past its end a text has NaN, which is 0 among bits.
    const bits = text.charCodeAt(index) << 16 | text.charCodeAt(index + 1) << 8 |
      text.charCodeAt(index + 2);
    for (let shift = 18; shift >= 0; shift -= BITS) parts.push(ALPHABET[bits >> shift & 63]);
  }
  const padding = (3 - text.length % 3) % 3;
  return parts.join("").slice(0, parts.length - padding) + "=".repeat(padding);
}
