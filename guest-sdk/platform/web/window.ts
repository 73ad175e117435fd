/**
 * The global object as a target of events: errors that nobody caught, and the way to the end of the run.
 *
 * Knows nothing of how a run ends; the engine calls its functions, each of which tells whether the run should go on.
 */

import type { Inspect } from "../inspect/inspector.ts";
import { ErrorEvent, PromiseRejectionEvent } from "./error_event.ts";
import { Event, recordOf } from "./event.ts";
import { dispatchTrusted, EventTarget, globalTarget, hasListeners } from "./event_target.ts";
import { asInterface } from "./interface.ts";

/** The class of the global object. */
export class Window extends EventTarget {
  constructor() {
    super();
    throw new TypeError("Illegal constructor");
  }

  static {
    asInterface(this);
  }
}

/** Dispatches an event; true where a listener prevented the default. */
function isPrevented(type: string, create: () => Event): boolean {
  if (!hasListeners(globalTarget, type)) return false;
  const event = create();
  dispatchTrusted(globalTarget, event);
  return recordOf(event)!.isCanceled;
}

function messageOf(error: unknown, inspect: Inspect): string {
  return `Uncaught ${error instanceof Error ? String(error) : inspect(error)}`;
}

/** Tells of an error that nobody caught. */
export function dispatchError(error: unknown, inspect: Inspect): boolean {
  return isPrevented("error", () => {
    const stack = error instanceof Error ? String(error.stack) : "";
    const [, filename, lineno, colno] = /\(?([^\s(]+):(\d+):(\d+)\)?/.exec(stack) ?? [];
    const message = messageOf(error, inspect);
    return new ErrorEvent("error", { message, filename, lineno, colno, error, cancelable: true });
  });
}

/** Tells of a rejection that nobody handled. */
export function dispatchRejection(promise: Promise<unknown>, reason: unknown): boolean {
  return isPrevented(
    "unhandledrejection",
    () => new PromiseRejectionEvent("unhandledrejection", { promise, reason, cancelable: true }),
  );
}

/** Tells that the script's module has been evaluated. */
export function dispatchLoad(): void {
  isPrevented("load", () => new Event("load"));
}

/** Tells that there is nothing left to wait for; true where a listener wants the run to go on. */
export function dispatchBeforeUnload(): boolean {
  return isPrevented("beforeunload", () => new Event("beforeunload", { cancelable: true }));
}

let isUnloaded = false;

/** Tells, once, that the run ends. */
export function dispatchUnload(): void {
  if (isUnloaded) return;
  isUnloaded = true;
  isPrevented("unload", () => new Event("unload"));
}

// deno-lint-ignore no-explicit-any -- what a script assigns
type Handler = ((this: unknown, ...list: any[]) => unknown) | null;

/** The property `on…` of the global object: a listener of its own. */
export function handlerProperty(type: string): PropertyDescriptor {
  let handler: Handler | undefined;
  const call = (event: Event) => {
    if (typeof handler !== "function") return;
    if (event instanceof ErrorEvent) {
      const { message, filename, lineno, colno, error } = event;
      const isHandled = handler.call(globalThis, message, filename, lineno, colno, error);
      if (isHandled === true) event.preventDefault();
    } else handler.call(globalThis, event);
  };
  return {
    get: () => handler ?? null,
    set(value: Handler) {
      if (handler === undefined) globalTarget.addEventListener(type, call);
      handler = value;
    },
    configurable: true,
    enumerable: true,
  };
}
