/**
 * The host of a URL: a domain, an address, or a text that only its scheme understands.
 *
 * Knows nothing of ports. A domain's letters are mapped by Unicode's compatibility forms, not by
 * the tables of IDNA, which are larger than all of the platform: names that IDNA forbids are let
 * through.
 */

import { endsInNumber, parseIpv4, parseIpv6 } from "./ip.ts";
import { PART, percentDecode, percentEncode } from "./percent.ts";
import { encodePunycode } from "./punycode.ts";

const FORBIDDEN = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const FORBIDDEN_IN_DOMAIN = /[\0-\x20#%/:<>?@[\\\]^|\x7f]/;

/** Characters that a domain may be written with and that its name does not have. */
const IGNORED = /[\u00ad\u034f\u180b-\u180f\u200b\u2060\u2064\ufe00-\ufe0f\ufeff]/g;
const DOTS = /[\u3002\uff0e\uff61]/g;

const ASCII = /^[\0-\x7f]*$/;

function toAscii(domain: string): string | undefined {
  if (ASCII.test(domain)) return domain.toLowerCase();
  const mapped = domain.replace(IGNORED, "").replace(DOTS, ".")
    .toLowerCase().normalize("NFKC").toLowerCase();
  // U+FFFD stands for bytes that were no text.
  if (mapped.includes("\ufffd")) return undefined;
  return mapped.split(".")
    .map((label) => ASCII.test(label) ? label : `xn--${encodePunycode(label)}`)
    .join(".");
}

/** The host as a URL writes it; undefined where the text cannot be one. */
export function parseHost(text: string, isSpecial: boolean): string | undefined {
  if (text.startsWith("[")) {
    const address = text.endsWith("]") ? parseIpv6(text.slice(1, -1)) : undefined;
    return address && `[${address}]`;
  }
  if (!isSpecial) {
    return FORBIDDEN.test(text) ? undefined : percentEncode(text, PART.control);
  }
  const domain = toAscii(percentDecode(text));
  if (!domain || FORBIDDEN_IN_DOMAIN.test(domain)) return undefined;
  return endsInNumber(domain) ? parseIpv4(domain) : domain;
}
