/**
 * The functions of `Deno` that reach the network: a script has none, so that each refuses.
 *
 * Knows nothing of any network.
 */

import { type Need, rejecting, throwing } from "./refusal.ts";

/** What the functions below take. */
interface Endpoint {
  hostname?: string;
  port?: number;
  transport?: string;
  path?: string;
}

function endpoint(options: Endpoint | undefined, hostname: string, port?: number): Need {
  if (options?.transport === "unix") return ["read", options.path];
  return ["net", `${options?.hostname ?? hostname}:${options?.port ?? port}`];
}

const connection = (options?: Endpoint) => endpoint(options, "127.0.0.1", 443);
const listener = (options?: Endpoint) => endpoint(options, "0.0.0.0", 0);

/** All of them. */
export const network = {
  connect: rejecting("connect", connection),
  connectTls: rejecting("connectTls", connection),
  listen: throwing("listen", listener),
  listenTls: throwing("listenTls", listener),
  serve: throwing(
    "serve",
    (options) => endpoint(typeof options === "object" ? options : undefined, "0.0.0.0", 8000),
  ),
  /** Deno names the resolver's address, which no script can know here. */
  resolveDns: rejecting("resolveDns", (name) => ["net", `${name}:53`]),
};
