/**
 * Finds the parts of a URL in a text, by the rules of the WHATWG's URL Standard.
 *
 * The standard reads character by character, in states; here each part is cut off at the character
 * that ends it. Knows nothing of the class `URL`.
 */

import { parseAuthority } from "./authority.ts";
import { parseHost } from "./host.ts";
import { appendSegments, isDrive, parsePath, shorten, startsWithDrive } from "./path.ts";
import { PART, percentEncode } from "./percent.ts";
import { emptyRecord, isSpecial, type UrlRecord } from "./record.ts";

/** Takes off `text` what follows the first `mark`. */
function cut(text: string, mark: string): [before: string, after: string | null] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

/** A query as it stands in a URL of that scheme. */
export function encodeQuery(query: string, scheme: string): string {
  return percentEncode(query, isSpecial(scheme) ? PART.specialQuery : PART.query);
}

/** The URL in `input`, relative to `base`; undefined where there is none. */
export function parseUrl(input: string, base?: UrlRecord): UrlRecord | undefined {
  const text = input.replace(/^[\0- ]+|[\0- ]+$/g, "").replace(/[\t\n\r]/g, "");
  const [beforeFragment, fragment] = cut(text, "#");
  const [location, query] = cut(beforeFragment, "?");
  // Of a base without a hierarchy nothing but the fragment can be another.
  const isUsable = typeof base?.path !== "string" || text.startsWith("#");
  const url = parseLocation(location, query, isUsable ? base : undefined);
  if (!url) return undefined;
  if (query !== null) url.query = encodeQuery(query, url.scheme);
  url.fragment = fragment === null ? null : percentEncode(fragment, PART.fragment);
  return url;
}

/** The URL without its fragment; its query is set where it is the base's. */
function parseLocation(
  location: string,
  query: string | null,
  base: UrlRecord | undefined,
): UrlRecord | undefined {
  const parts = /^([a-z][a-z0-9+.-]*):/i.exec(location);
  if (!parts) return base && parseRelative(location, query, base);

  const scheme = parts[1].toLowerCase();
  const rest = location.slice(parts[0].length);
  if (scheme === "file") return parseFile(rest, query, base?.scheme === "file" ? base : undefined);
  if (isSpecial(scheme)) {
    const isRelative = base?.scheme === scheme && !rest.startsWith("//");
    if (isRelative) return parseRelative(rest, query, base);
    return parseAuthority(emptyRecord(scheme), rest.replace(/^[/\\]+/, ""));
  }
  const url = emptyRecord(scheme);
  if (rest.startsWith("//")) return parseAuthority(url, rest.slice(2));
  url.path = rest.startsWith("/")
    ? appendSegments([], rest.slice(1), scheme)
    : percentEncode(rest, PART.control);
  return url;
}

/** A URL that has its scheme of its base, and maybe more. */
function parseRelative(
  rest: string,
  query: string | null,
  base: UrlRecord,
): UrlRecord | undefined {
  if (typeof base.path === "string") return { ...base };
  if (base.scheme === "file") return parseFile(rest, query, base);

  const { scheme } = base;
  const slashes = (isSpecial(scheme) ? /^[/\\]{0,2}/ : /^\/{0,2}/).exec(rest)?.[0].length ?? 0;
  if (slashes > 1) return parseAuthority(emptyRecord(scheme), rest.slice(slashes));
  return resolve(rest, query, base);
}

/** The path of `rest`, on the host of `base`. */
function resolve(rest: string, query: string | null, base: UrlRecord): UrlRecord {
  const { scheme } = base;
  if (rest === "") return { ...base, path: [...base.path], query: query ?? base.query };
  const isAbsolute = rest.startsWith("/") || (isSpecial(scheme) && rest.startsWith("\\"));
  const path = isAbsolute ? [] : [...base.path];
  if (!isAbsolute) shorten(path, scheme);
  appendSegments(path, isAbsolute ? rest.slice(1) : rest, scheme);
  return { ...base, path, query: null };
}

/** What follows `file:`, relative to another file. */
function parseFile(
  rest: string,
  query: string | null,
  base: UrlRecord | undefined,
): UrlRecord | undefined {
  const url = { ...emptyRecord("file"), host: "" };
  if (/^[/\\]{2}/.test(rest)) return parseFileHost(url, rest.slice(2));
  if (/^[/\\]/.test(rest)) {
    const path: string[] = [];
    if (base) {
      url.host = base.host ?? "";
      if (!startsWithDrive(rest.slice(1)) && isDrive(base.path[0] ?? "")) path.push(base.path[0]);
    }
    return { ...url, path: appendSegments(path, rest.slice(1), "file") };
  }
  if (!base) return { ...url, path: appendSegments([], rest, "file") };
  if (!startsWithDrive(rest)) return resolve(rest, query, base);
  return { ...url, host: base.host ?? "", path: appendSegments([], rest, "file") };
}

function parseFileHost(url: UrlRecord, text: string): UrlRecord | undefined {
  const name = /^[^/\\]*/.exec(text)?.[0] ?? "";
  // A drive is no host: `file://C:/` has none.
  if (isDrive(name)) return { ...url, path: appendSegments([], text, "file") };
  const host = name === "" ? "" : parseHost(name, true);
  if (host === undefined) return undefined;
  const path = parsePath(text.slice(name.length), "file");
  return { ...url, host: host === "localhost" ? "" : host, path };
}
