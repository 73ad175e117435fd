/**
 * The entry: puts the globals that scripts expect of Deno into place.
 *
 * It is evaluated once, when the engine is built, and every run starts from a snapshot of what it leaves behind. So
 * nothing here, and nothing it imports, may read a clock, randomness or the context before a script asks for it.
 */

/// <reference path="./host.d.ts" />

import { monotonicClockMs, print, promiseState } from "coral:host";
import { createConsole } from "./console/console.ts";
import { createDeno } from "./deno/deno.ts";
import { createInspect } from "./inspect/inspector.ts";
import { crypto } from "./web/crypto.ts";
import { fetch, WebSocket, Worker } from "./web/network.ts";
import { performance } from "./web/performance.ts";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "./web/timers.ts";

const inspect = createInspect((promise) => promiseState(promise));

const globals: Record<string, unknown> = {
  console: createConsole({ print, inspect, now: () => monotonicClockMs() }),
  Deno: createDeno(inspect),
  clearInterval,
  clearTimeout,
  crypto,
  fetch,
  performance,
  setInterval,
  setTimeout,
  WebSocket,
  Worker,
};

for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, {
    value,
    configurable: true,
    enumerable: false,
    writable: true,
  });
}
