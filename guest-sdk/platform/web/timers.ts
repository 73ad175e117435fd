/**
 * `setTimeout`, `setInterval`, `setImmediate` and what stops them, over the timers of the engine: as Node has them, and
 * Deno from Node.
 *
 * Knows nothing of when a timer fires.
 */

import { awaitTimer, startTimer, stopTimer } from "coral:host";
import { printLine } from "../output.ts";

/** The longest delay that fits: about 25 days. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** The engine counts its timers from 1 in 32 bits. */
const LARGEST_ID = 2 ** 31 - 1;

function quote(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

type Callback = (...list: unknown[]) => unknown;

function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === "object") return `an instance of ${value.constructor?.name ?? "Object"}`;
  const text = typeof value === "string" ? quote(value) : String(value);
  return `type ${typeof value} (${text})`;
}

function checked(callback: unknown): Callback {
  if (typeof callback === "function") return callback as Callback;
  throw new TypeError(
    `The "callback" argument must be of type function. Received ${describe(callback)}`,
  );
}

const warned = new Set<string>();

function warn(name: string, text: string): void {
  printLine("error", `(node:1) ${name}: ${text}\nTimeout duration was set to 1.`);
}

/** Whole milliseconds, 1 at least; what does not fit is 1 too. */
function readDelay(value: unknown): number {
  // A product and not Number(): a bigint is a TypeError.
  const delay = value === undefined ? 1 : value as number * 1;
  if (delay >= 1 && delay <= LONGEST_DELAY_MS) return Math.trunc(delay);
  if (delay > LONGEST_DELAY_MS) {
    warn("TimeoutOverflowWarning", `${delay} does not fit into a 32-bit signed integer.`);
  } else if (delay < 0 || Number.isNaN(delay)) {
    const [name, text] = delay < 0
      ? ["TimeoutNegativeWarning", "negative number."]
      : ["TimeoutNaNWarning", "number."];
    if (!warned.has(name)) warn(name, `${delay} is ${delay < 0 ? "a" : "not a"} ${text}`);
    warned.add(name);
  }
  return 1;
}

/** A timer that was started. */
class Timeout {
  #id: number;
  #isAwaited = true;
  readonly #delay: number;
  readonly #list: unknown[];
  /** Where Node keeps it. A call of the property has no frame of its own between the loop and the script. */
  readonly _onTimeout: Callback;
  readonly _repeat: boolean;

  constructor(callback: unknown, delay: unknown, list: unknown[], repeat: boolean) {
    this._onTimeout = checked(callback);
    this._repeat = repeat;
    this.#delay = readDelay(delay);
    this.#list = list;
    this.#id = this.#start();
  }

  #start(): number {
    return startTimer(() => void this._onTimeout(...this.#list), this.#delay, this._repeat);
  }

  /** Starts it again. */
  refresh(): this {
    stopTimer(this.#id);
    this.#id = this.#start();
    if (!this.#isAwaited) awaitTimer(this.#id, false);
    return this;
  }

  /** Lets the run end before the timer fires. */
  unref(): this {
    this.#isAwaited = false;
    awaitTimer(this.#id, false);
    return this;
  }

  ref(): this {
    this.#isAwaited = true;
    awaitTimer(this.#id, true);
    return this;
  }

  close(): this {
    stopTimer(this.#id);
    return this;
  }

  hasRef(): boolean {
    return this.#isAwaited;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** What `setImmediate` gives. */
class Immediate extends Timeout {}

function stop(timer: unknown): void {
  if (timer instanceof Timeout) return void timer.close();
  if (typeof timer !== "number" && typeof timer !== "string") return;
  const number = Number(timer);
  if (Number.isInteger(number) && number > 0 && number <= LARGEST_ID) stopTimer(number);
}

/** Calls `callback` once, after `delay` milliseconds. */
export function setTimeout(callback: unknown, delay?: unknown, ...list: unknown[]): Timeout {
  return new Timeout(callback, delay, list, false);
}

/** Calls `callback` every `delay` milliseconds. */
export function setInterval(callback: unknown, delay?: unknown, ...list: unknown[]): Timeout {
  return new Timeout(callback, delay, list, true);
}

/** Calls `callback` at the next turn of the event loop. */
export function setImmediate(callback: unknown, ...list: unknown[]): Immediate {
  return new Immediate(callback, 1, list, false);
}

/** Stops a timer of either kind; what is none, or has fired, is ignored. */
export function clearTimeout(timer?: unknown): void {
  stop(timer);
}

/** Stops a timer of either kind; what is none, or has fired, is ignored. */
export function clearInterval(timer?: unknown): void {
  stop(timer);
}

/** Stops what `setImmediate` gave. */
export function clearImmediate(timer?: unknown): void {
  stop(timer);
}

/** `Deno.refTimer` and `Deno.unrefTimer`. */
export function setAwaited(timer: unknown, isAwaited: boolean): void {
  if (timer instanceof Timeout) void (isAwaited ? timer.ref() : timer.unref());
  else if (typeof timer === "number") awaitTimer(timer, isAwaited);
}
