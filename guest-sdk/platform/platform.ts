/**
 * The entry: puts the globals that scripts expect of Deno into place.
 *
 * It is evaluated once, when the engine is built, and every run starts from a snapshot of what it leaves behind. So
 * nothing here, and nothing it imports, may read a clock, randomness or the context before a script asks for it.
 */

/// <reference path="./host.d.ts" />

import { intl, iteratorState, monotonicClockMs, promiseState, proxyTarget } from "coral:host";
import { createConsole } from "./console/console.ts";
import { createDeno } from "./deno/deno.ts";
import { importRefusal } from "./deno/import.ts";
import { createInspect } from "./inspect/inspector.ts";
import { defineLocaleMethods } from "./intl/locale_methods.ts";
import { nameZoneOfDates } from "./language/dates.ts";
import { process } from "./node/process.ts";
import { flush, printLine, writeText } from "./output.ts";
import { AbortController, AbortSignal } from "./web/abort.ts";
import { atob, btoa } from "./web/base64.ts";
import { Crypto, crypto } from "./web/crypto.ts";
import { DOMException } from "./web/dom_exception.ts";
import { ErrorEvent, PromiseRejectionEvent } from "./web/error_event.ts";
import { CustomEvent, Event } from "./web/event.ts";
import { EventTarget } from "./web/event_target.ts";
import { queueMicrotask } from "./web/microtask.ts";
import { fetch, WebSocket, Worker } from "./web/network.ts";
import { Performance, performance, PerformanceMark } from "./web/performance.ts";
import { PerformanceEntry, PerformanceMeasure } from "./web/performance_entry.ts";
import { isTaken, reportError, tellErrorsBy } from "./web/report_error.ts";
import { structuredClone } from "./web/structured_clone.ts";
import { TextDecoder } from "./web/text_decoder.ts";
import { TextEncoder } from "./web/text_encoder.ts";
import {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from "./web/timers.ts";
import { URL } from "./web/url/url.ts";
import { URLSearchParams } from "./web/url/url_search_params.ts";
import {
  dispatchBeforeUnload,
  dispatchError,
  dispatchLoad,
  dispatchRejection,
  dispatchUnload,
  handlerProperty,
  Window,
} from "./web/window.ts";

const inspect = createInspect({ promiseState, iteratorState, proxyTarget });

type Answers = typeof import("./intl/answers.ts");
let answers: Answers | undefined;

/** What is known of locales, which the engine loads when it is first needed. */
function loadAnswers(): Answers {
  return answers ??= intl() as Answers;
}

/** Puts `Intl` in its own place, as the property that it looks like. */
function defineIntl(value: unknown): void {
  Object.defineProperty(globalThis, "Intl", { value, configurable: true, writable: true });
}

nameZoneOfDates();

/** What `Object.keys(globalThis)` lists, in Deno's order. */
const listed: Record<string, unknown> = {
  Deno: createDeno(inspect),
  queueMicrotask,
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
  process,
  setImmediate,
  clearImmediate,
  global: globalThis,
  // There is nobody to ask.
  alert() {},
  confirm: () => false,
  prompt: () => null,
  name: "",
  self: globalThis,
};

const unlisted: Record<string, unknown> = {
  console: createConsole({
    print: printLine,
    clear: () => writeText("log", "\x1b[1;1H\x1b[0J"),
    inspect,
    now: () => monotonicClockMs(),
  }),
  AbortController,
  AbortSignal,
  Crypto,
  CustomEvent,
  DOMException,
  ErrorEvent,
  Event,
  EventTarget,
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PromiseRejectionEvent,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  WebSocket,
  Window,
  Worker,
};

defineLocaleMethods({
  Number: Number.prototype,
  BigInt: BigInt.prototype,
  Date: Date.prototype,
  String: String.prototype,
  Array: Array.prototype,
  TypedArray: Object.getPrototypeOf(Uint8Array.prototype),
}, loadAnswers);

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

Object.defineProperty(globalThis, "Intl", {
  configurable: true,
  get() {
    const { Intl } = loadAnswers();
    defineIntl(Intl);
    return Intl;
  },
  set: defineIntl,
});
for (const type of ["unhandledrejection", "error", "load", "beforeunload", "unload"]) {
  Object.defineProperty(globalThis, `on${type}`, handlerProperty(type));
}
// What the engine alone has, and its name for the global object.
Reflect.deleteProperty(globalThis, "InternalError");
Reflect.deleteProperty(globalThis, Symbol.toStringTag);
Object.setPrototypeOf(globalThis, Window.prototype);

tellErrorsBy((error) => dispatchError(error, inspect));

// What the engine calls; each tells whether the run should go on.

/** An error that nobody caught. */
export const uncaught = isTaken;

/** A rejection that nobody handled. */
export const unhandled = dispatchRejection;

/** The script's module has been evaluated. */
export const loaded = dispatchLoad;

/** There is nothing left to wait for. */
export const leaving = dispatchBeforeUnload;

/** The run ends. */
export const left = dispatchUnload;

export { flush, importRefusal };
