/**
 * The entry: puts the globals that scripts expect of Deno into place.
 *
 * It is evaluated once, when the engine is built, and every run starts from a snapshot of what it leaves behind. So
 * nothing here, and nothing it imports, may read a clock, randomness or the context before a script asks for it.
 */

/// <reference path="./host.d.ts" />

import { iteratorState, monotonicClockMs, print, promiseState } from "coral:host";
import { createConsole } from "./console/console.ts";
import { createDeno } from "./deno/deno.ts";
import { createInspect } from "./inspect/inspector.ts";
import { AbortController, AbortSignal } from "./web/abort.ts";
import { atob, btoa } from "./web/base64.ts";
import { crypto } from "./web/crypto.ts";
import { DOMException } from "./web/dom_exception.ts";
import { CustomEvent, Event } from "./web/event.ts";
import { EventTarget } from "./web/event_target.ts";
import { fetch, WebSocket, Worker } from "./web/network.ts";
import { Performance, performance, PerformanceMark } from "./web/performance.ts";
import { PerformanceEntry, PerformanceMeasure } from "./web/performance_entry.ts";
import { reportError } from "./web/report_error.ts";
import { structuredClone } from "./web/structured_clone.ts";
import { TextDecoder } from "./web/text_decoder.ts";
import { TextEncoder } from "./web/text_encoder.ts";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "./web/timers.ts";
import { URL } from "./web/url/url.ts";
import { URLSearchParams } from "./web/url/url_search_params.ts";

const inspect = createInspect({ promiseState, iteratorState });

/** What `Object.keys(globalThis)` lists, in Deno's order. */
const listed: Record<string, unknown> = {
  Deno: createDeno(inspect),
  queueMicrotask: globalThis.queueMicrotask,
  atob,
  btoa,
  clearInterval,
  clearTimeout,
  crypto,
  fetch,
  performance,
  reportError,
  setInterval,
  setTimeout,
  structuredClone,
  self: globalThis,
};

const unlisted: Record<string, unknown> = {
  console: createConsole({ print, inspect, now: () => monotonicClockMs() }),
  AbortController,
  AbortSignal,
  CustomEvent,
  DOMException,
  Event,
  EventTarget,
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  WebSocket,
  Worker,
};

for (const [names, enumerable] of [[listed, true], [unlisted, false]] as const) {
  for (const [name, value] of Object.entries(names)) {
    // What the engine brought along has a place of its own among the names.
    Reflect.deleteProperty(globalThis, name);
    Object.defineProperty(globalThis, name, {
      value,
      configurable: true,
      enumerable,
      writable: true,
    });
  }
}
