/**
 * `fetch`, `WebSocket` and `Worker`: a script has none of them, and is told so as Deno without permissions tells it.
 *
 * Knows nothing of any network.
 */

import { denied, errors } from "../deno/errors.ts";
import { parseAddress } from "./address.ts";
import { DOMException } from "./dom_exception.ts";

/** Rejects, with the permission that the address would need. */
// deno-lint-ignore require-await -- a refusal is a rejection, as it is in Deno
export async function fetch(...list: unknown[]): Promise<never> {
  if (list.length === 0) {
    throw new TypeError("Failed to execute 'fetch': 1 argument required, but only 0 present");
  }
  const request = list[0] as { url?: unknown };
  const url = typeof request?.url === "string" ? request.url : String(list[0]);
  const { signal } = Object(list[1]) as { signal?: AbortSignal | null };
  const address = parseAddress(url);
  if (!address) throw new TypeError(`Invalid URL: '${url}'`);
  signal?.throwIfAborted();
  if (address.scheme === "file") throw denied("read", address.path, fetch);
  if (address.scheme !== "http" && address.scheme !== "https") {
    throw new TypeError(`Url scheme '${address.scheme}' not supported`);
  }
  throw denied("net", address.host, fetch);
}

/** Throws at construction, with the permission that the address would need. */
export class WebSocket {
  constructor(url: unknown) {
    const address = parseAddress(String(url));
    if (!address) throw new DOMException(`Invalid URL: '${url}'`, "SyntaxError");
    if (!address.host) {
      throw new DOMException(
        `Only ws & wss schemes are allowed in a WebSocket URL: received ${address.scheme}:`,
        "SyntaxError",
      );
    }
    if (address.hasFragment) {
      throw new DOMException("Fragments are not allowed in a WebSocket URL", "SyntaxError");
    }
    throw denied("net", address.host, WebSocket);
  }
}

/** Throws at construction: a worker would be a run of its own. */
export class Worker {
  constructor() {
    throw new errors.NotSupported("Workers are not available to scripts");
  }
}
