/**
 * Setting one part of a URL: what the part cannot be is ignored.
 *
 * Knows nothing of the class `URL`.
 */

import { parsePort, splitPort } from "./authority.ts";
import { parseHost } from "./host.ts";
import { encodeQuery } from "./parse.ts";
import { parsePath } from "./path.ts";
import { PART, percentEncode } from "./percent.ts";
import { defaultPort, hasCredentials, isSpecial, type UrlRecord } from "./record.ts";

function clean(text: string): string {
  return text.replace(/[\t\n\r]/g, "");
}

/** Spaces at the end of such a path stand only before a query or a fragment. */
function stripOpaquePath(url: UrlRecord): void {
  if (typeof url.path !== "string" || url.query !== null || url.fragment !== null) return;
  url.path = url.path.replace(/ +$/, "");
}

export function hash(url: UrlRecord, value: string): void {
  url.fragment = value === "" ? null : percentEncode(clean(value.replace(/^#/, "")), PART.fragment);
  stripOpaquePath(url);
}

export function search(url: UrlRecord, value: string): void {
  url.query = value === "" ? null : encodeQuery(clean(value.replace(/^\?/, "")), url.scheme);
  stripOpaquePath(url);
}

export function pathname(url: UrlRecord, value: string): void {
  if (typeof url.path === "string") return;
  // Without a host, a URL that has a hierarchy keeps at least its root, in Deno.
  const text = clean(value);
  url.path = text === "" && url.host === null ? [""] : parsePath(text, url.scheme);
}

/** Files have no port and no user, nor has a URL without a host. */
function takesNoAuthority(url: UrlRecord): boolean {
  return !url.host || url.scheme === "file";
}

export function credential(url: UrlRecord, key: "username" | "password", value: string): void {
  if (!takesNoAuthority(url)) url[key] = percentEncode(value, PART.userinfo);
}

export function port(url: UrlRecord, value: string): void {
  if (takesNoAuthority(url)) return;
  const text = clean(value);
  const digits = /^\d*/.exec(text)?.[0] ?? "";
  if (digits === "" && text !== "") return;
  const number = parsePort(digits, url.scheme);
  if (number !== undefined) url.port = number;
}

export function host(url: UrlRecord, value: string, withPort: boolean): void {
  if (typeof url.path === "string") return;
  const special = isSpecial(url.scheme);
  const text = clean(value).replace(special ? /[/\\?#][^]*$/ : /[/?#][^]*$/, "");
  if (url.scheme === "file") {
    const name = text === "" ? "" : parseHost(text, true);
    if (name !== undefined) url.host = name === "localhost" ? "" : name;
    return;
  }
  const [name, rest] = splitPort(text);
  if (rest !== undefined && (name === "" || !withPort)) return;
  if (name === "" && (special || hasCredentials(url) || url.port !== null)) return;
  const parsed = parseHost(name, special);
  if (parsed === undefined) return;
  url.host = parsed;
  if (rest) port(url, rest);
}

export function protocol(url: UrlRecord, value: string): void {
  const scheme = /^([a-z][a-z0-9+.-]*)(?::|$)/i.exec(clean(value))?.[1].toLowerCase();
  if (scheme === undefined || isSpecial(scheme) !== isSpecial(url.scheme)) return;
  // The standard lets a URL without user and port become a file; Deno lets none.
  if (scheme === "file" || (url.scheme === "file" && !url.host)) return;
  url.scheme = scheme;
  if (url.port === defaultPort(scheme)) url.port = null;
}
