/**
 * `EventTarget`: listeners, and the events that they are called for.
 *
 * Knows nothing of trees of targets: an event is dispatched to one, and to no other.
 */

import { listen } from "coral:host";
import { requireArguments } from "./arguments.ts";
import { DOMException } from "./dom_exception.ts";
import { type Event, type EventRecord, recordOf } from "./event.ts";
import { asInterface, showProperties } from "./interface.ts";
import { reportError } from "./report_error.ts";

/** A function, or an object with a method `handleEvent`. */
type Callback = ((this: unknown, event: Event) => unknown) | { handleEvent(event: Event): unknown };

interface Listener {
  type: string;
  callback: Callback;
  capture: boolean;
  once: boolean;
  passive: boolean;
  isRemoved: boolean;
}

interface Options {
  capture: boolean;
  once: boolean;
  passive: boolean;
  signal: EventTarget & { aborted: boolean };
}

const ON = "on 'EventTarget'";

function readOptions(value: unknown): Partial<Options> {
  if (typeof value === "object" && value !== null) return value;
  return { capture: Boolean(value) };
}

function readCallback(value: unknown): Callback | undefined {
  const isOne = typeof value === "function" || (typeof value === "object" && value !== null);
  return isOne ? value as Callback : undefined;
}

/** Whether a target has listeners of that type. */
export let hasListeners: (target: EventTarget, type: string) => boolean;

/** Dispatches an event of the platform's own, which scripts can trust. */
export let dispatchTrusted: (target: EventTarget, event: Event) => void;

/** The target that an object stands for: methods of the global object are called without it. */
function targetOf(receiver: EventTarget | undefined): EventTarget {
  return receiver === undefined || receiver as unknown === globalThis ? globalTarget : receiver;
}

/** Something that events happen to. */
export class EventTarget {
  #listeners: Listener[] = [];

  static {
    // What is derived from the class is shown by its own name alone.
    showProperties(this, []);
    hasListeners = (target, type) => target.#listeners.some((listener) => listener.type === type);
    dispatchTrusted = (target, event) => target.#dispatch(event, true);
    asInterface(this);
  }

  addEventListener(type: unknown, listener: unknown, options?: unknown): void {
    requireArguments(arguments.length, 2, `execute 'addEventListener' ${ON}`);
    const { capture, once, passive, signal } = readOptions(options);
    if (signal !== undefined && !(signal instanceof EventTarget && "aborted" in signal)) {
      throw new TypeError(
        `Failed to execute 'addEventListener' ${ON}: 'signal' of 'AddEventListenerOptions' ` +
          "(Argument 3) is not of type AbortSignal",
      );
    }
    const callback = readCallback(listener);
    if (!callback || signal?.aborted) return;
    const target = targetOf(this);
    const added: Listener = {
      type: `${type}`,
      callback,
      capture: Boolean(capture),
      once: Boolean(once),
      passive: Boolean(passive),
      isRemoved: false,
    };
    if (target.#find(added.type, callback, added.capture)) return;
    target.#listeners.push(added);
    if (target === globalTarget) listen();
    if (signal) {
      EventTarget.prototype.addEventListener.call(signal, "abort", () => target.#remove(added));
    }
  }

  removeEventListener(type: unknown, listener: unknown, options?: unknown): void {
    requireArguments(arguments.length, 2, `execute 'removeEventListener' ${ON}`);
    const target = targetOf(this);
    const found = target.#find(`${type}`, listener, Boolean(readOptions(options).capture));
    if (found) target.#remove(found);
  }

  /** Calls the listeners; false where one of them prevented the default. */
  dispatchEvent(event: Event): boolean {
    requireArguments(arguments.length, 1, `execute 'dispatchEvent' ${ON}`);
    const record = recordOf(event);
    if (!record) {
      throw new TypeError(`Failed to execute 'dispatchEvent' ${ON}: Argument 1 is not an Event`);
    }
    if (record.isDispatched) throw new DOMException("Invalid event state", "InvalidStateError");
    targetOf(this).#dispatch(event, false);
    return !record.isCanceled;
  }

  #find(type: string, callback: unknown, capture: boolean): Listener | undefined {
    return this.#listeners.find((other) =>
      other.type === type && other.callback === callback && other.capture === capture
    );
  }

  #remove(listener: Listener): void {
    listener.isRemoved = true;
    this.#listeners = this.#listeners.filter((other) => other !== listener);
  }

  #dispatch(event: Event, isTrusted: boolean): void {
    const record = recordOf(event) as EventRecord;
    const target = this === globalTarget ? globalThis : this;
    Object.assign(record, { isDispatched: true, isTrusted, target, currentTarget: target });
    // Listeners that are added meanwhile are not called. Those for capturing are called among the
    // others, as in Deno.
    for (const listener of this.#listeners.filter(({ type }) => type === record.type)) {
      if (record.isOver) break;
      if (!listener.isRemoved) this.#call(listener, event, record);
    }
    Object.assign(record, {
      isDispatched: false,
      isStopped: false,
      isOver: false,
      currentTarget: null,
    });
  }

  #call(listener: Listener, event: Event, record: EventRecord): void {
    if (listener.once) this.#remove(listener);
    record.isPassive = listener.passive;
    try {
      const { callback } = listener;
      if (typeof callback === "function") callback.call(record.target, event);
      else callback.handleEvent(event);
    } catch (error) {
      reportError(error);
    }
    record.isPassive = false;
  }
}

/** Stands for the global object, which is an `EventTarget` too. */
export const globalTarget = new EventTarget();
