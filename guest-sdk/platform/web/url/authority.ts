/**
 * What stands between `//` and the path: user, password, host and port.
 *
 * Knows nothing of queries and fragments, which are cut off before.
 */

import { parseHost } from "./host.ts";
import { parsePath } from "./path.ts";
import { PART, percentEncode } from "./percent.ts";
import { defaultPort, isSpecial, type UrlRecord } from "./record.ts";

const LARGEST_PORT = 65_535;

/** The host, and what follows its colon; brackets may hold colons. */
export function splitPort(text: string): [host: string, port: string | undefined] {
  const parts = /^((?:\[[^\]]*(?:\]|$)|[^:[])*)(?::([^]*))?$/.exec(text);
  return parts ? [parts[1], parts[2]] : [text, undefined];
}

/** null for the scheme's own port, undefined where the text is no port. */
export function parsePort(text: string, scheme: string): number | null | undefined {
  if (!/^\d*$/.test(text) || Number(text) > LARGEST_PORT) return undefined;
  return text === "" || Number(text) === defaultPort(scheme) ? null : Number(text);
}

function setCredentials(url: UrlRecord, text: string): void {
  const colon = text.indexOf(":");
  url.username = percentEncode(colon < 0 ? text : text.slice(0, colon), PART.userinfo);
  url.password = colon < 0 ? "" : percentEncode(text.slice(colon + 1), PART.userinfo);
}

/** Completes `url` with what follows `//`; undefined where the host or the port is none. */
export function parseAuthority(url: UrlRecord, text: string): UrlRecord | undefined {
  const special = isSpecial(url.scheme);
  const end = text.search(special ? /[/\\]/ : /\//);
  const authority = end < 0 ? text : text.slice(0, end);
  const at = authority.lastIndexOf("@");
  if (at >= 0) setCredentials(url, authority.slice(0, at));

  const [name, port] = splitPort(authority.slice(at + 1));
  if (name === "" && (special || at >= 0 || port !== undefined)) return undefined;
  const host = parseHost(name, special);
  const number = parsePort(port ?? "", url.scheme);
  if (host === undefined || number === undefined) return undefined;
  url.host = host;
  url.port = number;
  url.path = parsePath(end < 0 ? "" : text.slice(end), url.scheme);
  return url;
}
