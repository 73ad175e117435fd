/**
 * Percent-encoding: which characters each part of a URL has to hide, and how.
 *
 * Knows nothing of where a part begins or ends.
 */

import { TextDecoder } from "../text_decoder.ts";

/** The characters that a part of a URL cannot hold as they are. */
export const PART = {
  control: /[^ -~]/gu,
  fragment: /[^!#-;=?-_a-~]/gu,
  query: /[^!$-;=?-~]/gu,
  specialQuery: /[^!$-&(-;=?-~]/gu,
  path: /[^!$-;=@-_a-z|~]/gu,
  userinfo: /[^!$-.0-9A-Z_a-z~]/gu,
  form: /[^ *\-.0-9A-Z_a-z]/gu,
} as const satisfies Record<string, RegExp>;

function encodeCharacter(character: string): string {
  if (character > "\x7f") return encodeURIComponent(character);
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/** Hides the characters of `part`; half pairs become U+FFFD. */
export function percentEncode(text: string, part: RegExp): string {
  return text.toWellFormed().replace(part, encodeCharacter);
}

/** Decodes every `%xx` as UTF-8; what is no UTF-8 becomes U+FFFD. */
export function percentDecode(text: string): string {
  return text.toWellFormed().replace(/(?:%[0-9a-f]{2})+/gi, decodeRun);
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    const bytes = run.slice(1).split("%").map((digits) => parseInt(digits, 16));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes));
  }
}
