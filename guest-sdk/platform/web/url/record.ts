/**
 * A URL taken apart, and its parts put together again.
 *
 * Knows nothing of how they are found in a text.
 */

/** The schemes that the web gives a host and a default port; `file` has none. */
const DEFAULT_PORTS: ReadonlyMap<string, number | null> = new Map([
  ["file", null],
  ["ftp", 21],
  ["http", 80],
  ["https", 443],
  ["ws", 80],
  ["wss", 443],
]);

/** The parts of a URL. */
export interface UrlRecord {
  /** Without the colon. */
  scheme: string;
  username: string;
  password: string;
  /** null where the URL has none, which is not the same as an empty one. */
  host: string | null;
  /** null for the scheme's own. */
  port: number | null;
  /** Its segments; a text where the scheme has no hierarchy, as in `mailto:`. */
  path: string[] | string;
  /** Without the question mark. */
  query: string | null;
  /** Without the number sign. */
  fragment: string | null;
}

/** An empty URL. */
export function emptyRecord(scheme: string): UrlRecord {
  return {
    scheme,
    username: "",
    password: "",
    host: null,
    port: null,
    path: [],
    query: null,
    fragment: null,
  };
}

/** Whether the scheme is one of the web's own. */
export function isSpecial(scheme: string): boolean {
  return DEFAULT_PORTS.has(scheme);
}

/** The port that need not be written. */
export function defaultPort(scheme: string): number | null | undefined {
  return DEFAULT_PORTS.get(scheme);
}

/** Whether the URL names a user. */
export function hasCredentials(url: UrlRecord): boolean {
  return url.username !== "" || url.password !== "";
}

/** `host:port`. */
export function hostOf(url: UrlRecord): string {
  return url.port === null ? url.host ?? "" : `${url.host}:${url.port}`;
}

/** The path as text. */
export function pathOf({ path }: UrlRecord): string {
  return typeof path === "string" ? path : path.map((segment) => `/${segment}`).join("");
}

function credentialsOf({ username, password }: UrlRecord): string {
  if (!username && !password) return "";
  return password ? `${username}:${password}@` : `${username}@`;
}

/** The whole URL. */
export function hrefOf(url: UrlRecord): string {
  let text = `${url.scheme}:`;
  if (url.host !== null) text += `//${credentialsOf(url)}${hostOf(url)}`;
  // Without a host, a path of two slashes would be read as one.
  else if (typeof url.path !== "string" && url.path.length > 1 && url.path[0] === "") text += "/.";
  text += pathOf(url);
  if (url.query !== null) text += `?${url.query}`;
  if (url.fragment !== null) text += `#${url.fragment}`;
  return text;
}
