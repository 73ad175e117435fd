/**
 * Takes apart the URLs that scripts try to reach, as far as a refusal has to name them.
 *
 * Knows nothing of permissions.
 */

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
export function parseAddress(url: string): Address | undefined {
  const parts = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)[^#]*(#.*)?$/is.exec(url.trim());
  if (!parts) return undefined;
  const scheme = parts[1].toLowerCase();
  const path = decode(parts[3]);
  const hasFragment = parts[4] !== undefined;
  if (!(scheme in DEFAULT_PORTS)) return { scheme, host: "", path, hasFragment };

  const withoutUser = (parts[2] ?? "").replace(/^.*@/, "").toLowerCase();
  const host = /^(\[[^\]]*\]|[^:]+)(?::(\d*))?$/.exec(withoutUser);
  if (!host) return undefined;
  return { scheme, host: `${host[1]}:${host[2] || DEFAULT_PORTS[scheme]}`, path, hasFragment };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
