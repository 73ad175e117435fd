/**
 * `setTimeout`, `setInterval` and what stops them, over the timers of the engine.
 *
 * Knows nothing of when a timer fires; ids are the engine's numbers.
 */

import { startTimer, stopTimer } from "coral:host";

/** The longest delay that browsers and Deno keep: about 25 days. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The engine counts its timers from 1 in 32 bits. */
const LARGEST_ID = 2 ** 31 - 1;

type Callback = (...list: unknown[]) => unknown;

function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "object") return `an instance of ${value.constructor?.name ?? "Object"}`;
  const text = typeof value === "string" ? `'${value}'` : String(value);
  return `type ${typeof value} (${text})`;
}

function start(callback: unknown, delay: unknown, list: unknown[], repeat: boolean): number {
  if (typeof callback !== "function") {
    const received = describe(callback);
    throw new TypeError(
      `The "callback" argument must be of type function. Received ${received}`,
    );
  }
  const milliseconds = Number(delay);
  const bounded = milliseconds > 0 ? Math.min(milliseconds, LONGEST_DELAY_MS) : 0;
  return startTimer(() => void (callback as Callback)(...list), bounded, repeat);
}

function stop(id: unknown): void {
  const number = Number(id);
  if (Number.isInteger(number) && number > 0 && number <= LARGEST_ID) stopTimer(number);
}

/** Calls `callback` once, after `delay` milliseconds. */
export function setTimeout(callback: unknown, delay?: unknown, ...list: unknown[]): number {
  return start(callback, delay, list, false);
}

/** Calls `callback` every `delay` milliseconds. */
export function setInterval(callback: unknown, delay?: unknown, ...list: unknown[]): number {
  return start(callback, delay, list, true);
}

/** Stops a timer of either kind; an id that no timer has is ignored. */
export function clearTimeout(id?: unknown): void {
  stop(id);
}

/** Stops a timer of either kind; an id that no timer has is ignored. */
export function clearInterval(id?: unknown): void {
  stop(id);
}
