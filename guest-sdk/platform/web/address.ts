/**
 * Takes apart the URLs that scripts try to reach, as far as a refusal has to name them.
 *
 * Knows nothing of permissions.
 */

import { URL } from "./url/url.ts";

/** The parts of a URL that a refusal may name. */
export interface Address {
  /** In lower case, without the colon. */
  scheme: string;
  /** `evil.com:443`, the port always given; empty for a scheme that has no host. */
  host: string;
  /** What follows the host, decoded, without query and fragment. */
  path: string;
  hasFragment: boolean;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  http: "80",
  https: "443",
  ws: "80",
  wss: "443",
};

/** The address in `url`; undefined where it is no absolute URL. */
export function parseAddress(text: string): Address | undefined {
  const url = URL.parse(text);
  if (!url) return undefined;
  const scheme = url.protocol.slice(0, -1);
  const port = DEFAULT_PORTS[scheme];
  return {
    scheme,
    host: port ? `${url.hostname}:${url.port || port}` : "",
    path: decode(url.pathname),
    hasFragment: url.href.includes("#"),
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
