/**
 * `AbortController` and `AbortSignal`: telling that something is no longer wanted.
 *
 * Knows nothing of what is given up. A signal that only waits for its time holds up no run: it has
 * a timer while someone listens, and looks at the clock when it is asked.
 */

import { monotonicClockMs, startTimer, stopTimer } from "coral:host";
import { requireArguments, sequence } from "./arguments.ts";
import { DOMException } from "./dom_exception.ts";
import { Event } from "./event.ts";
import { dispatchTrusted, EventTarget, hasListeners } from "./event_target.ts";
import { asInterface, showProperties } from "./interface.ts";

/** The longest time that an engine's timer takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How many followers a signal has before it looks which of them are gone. */
const FEW_FOLLOWERS = 16;

/** Only the platform makes signals. */
const KEY = Symbol();

type Handler = (this: AbortSignal, event: Event) => unknown;

/** Aborts a signal, and those that follow it. */
let abort: (signal: AbortSignal, reason?: unknown) => void;

function readMilliseconds(value: unknown): number {
  const failure = "Failed to execute 'AbortSignal.timeout': Argument 1";
  const milliseconds = Number(value);
  if (!Number.isFinite(milliseconds)) throw new TypeError(`${failure} is not a finite number`);
  const whole = Math.trunc(milliseconds);
  if (whole < 0 || whole > Number.MAX_SAFE_INTEGER) {
    throw new TypeError(
      `${failure} is outside the accepted range of 0 to ${Number.MAX_SAFE_INTEGER}, inclusive`,
    );
  }
  return whole;
}

/** Tells, once, that something is no longer wanted. */
export class AbortSignal extends EventTarget {
  #reason: unknown;
  #onabort: Handler | null = null;
  readonly #callHandler = (event: Event): unknown => this.#onabort?.call(this, event);
  /** The signals that this one follows, none of which follows another. */
  #sources: AbortSignal[] = [];
  /** In order. It does not keep them: a signal may outlive any number of those that follow it. */
  #followers: WeakRef<AbortSignal>[] = [];
  #fewFollowers = FEW_FOLLOWERS;
  /** Those that someone listens to, which it does keep. */
  readonly #watchedFollowers = new Set<AbortSignal>();
  /** When its time is over, by the clock of the run. */
  #deadline: number | undefined;
  #timer: number | undefined;

  constructor(key?: unknown) {
    if (key !== KEY) throw new TypeError("Illegal constructor");
    super();
  }

  static {
    abort = (signal, reason = new DOMException("The signal has been aborted", "AbortError")) =>
      signal.#abort(reason);
    Object.defineProperty(this, "length", { value: 0, configurable: true });
    asInterface(this);
    showProperties(this, ["aborted", "reason", "onabort"]);
  }

  /** A signal that is aborted already. */
  static abort(reason?: unknown): AbortSignal {
    const signal = new AbortSignal(KEY);
    abort(signal, reason);
    return signal;
  }

  /** A signal that is aborted when the time is over. */
  static timeout(milliseconds: unknown): AbortSignal {
    requireArguments(arguments.length, 1, "execute 'AbortSignal.timeout'");
    const signal = new AbortSignal(KEY);
    signal.#deadline = monotonicClockMs() + readMilliseconds(milliseconds);
    return signal;
  }

  /** A signal that is aborted with the first of `signals`. */
  static any(signals: unknown): AbortSignal {
    const failure = "execute 'AbortSignal.any'";
    requireArguments(arguments.length, 1, failure);
    const sources = sequence(signals, `${failure}: Argument 1`).map((source, index) => {
      if (source instanceof AbortSignal) return source;
      throw new TypeError(
        `Failed to ${failure}: Argument 1, index ${index} is not of type AbortSignal`,
      );
    });
    const signal = new AbortSignal(KEY);
    const aborted = sources.find((source) => source.aborted);
    if (aborted) abort(signal, aborted.reason);
    else signal.#follow(sources);
    return signal;
  }

  get aborted(): boolean {
    this.#expire();
    return this.#reason !== undefined;
  }

  get reason(): unknown {
    this.#expire();
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.#reason;
  }

  get onabort(): Handler | null {
    return this.#onabort;
  }
  set onabort(value: unknown) {
    const handler = typeof value === "function" ? value as Handler : null;
    if (handler && !this.#onabort) this.addEventListener("abort", this.#callHandler);
    if (!handler) this.removeEventListener("abort", this.#callHandler);
    this.#onabort = handler;
  }

  // An argument that is missing must stay missing: both pass on what they were given.
  override addEventListener(_type: unknown, _listener: unknown, _options?: unknown): void {
    Reflect.apply(super.addEventListener, this, arguments);
    this.#adjustTimers();
  }

  override removeEventListener(_type: unknown, _listener: unknown, _options?: unknown): void {
    Reflect.apply(super.removeEventListener, this, arguments);
    this.#adjustTimers();
  }

  #follow(sources: AbortSignal[]): void {
    const origins = sources.flatMap((source) => source.#sources.length ? source.#sources : source);
    this.#sources = [...new Set(origins)];
    const follower = new WeakRef<AbortSignal>(this);
    for (const source of this.#sources) source.#lead(follower);
  }

  #lead(follower: WeakRef<AbortSignal>): void {
    if (this.#followers.length >= this.#fewFollowers) {
      this.#followers = this.#waitingFollowers().map((one) => new WeakRef(one));
      this.#fewFollowers = Math.max(FEW_FOLLOWERS, 2 * this.#followers.length);
    }
    this.#followers.push(follower);
  }

  /** The followers that are still there and not aborted. */
  #waitingFollowers(): AbortSignal[] {
    return this.#followers.map((follower) => follower.deref())
      .filter((follower) => follower !== undefined)
      .filter((follower) => follower.#reason === undefined);
  }

  #abort(reason: unknown): void {
    if (this.#reason !== undefined) return;
    // All have the reason before the first listener is called.
    const signals = [this, ...this.#waitingFollowers()];
    for (const signal of signals) signal.#reason = reason;
    for (const signal of signals) {
      dispatchTrusted(signal, new Event("abort"));
      signal.#adjustTimers();
    }
  }

  /** Aborts the signal if its time, or that of one that it follows, is over. */
  #expire(): void {
    if (this.#reason !== undefined) return;
    for (const source of this.#sources) source.#expire();
    if (this.#deadline === undefined || monotonicClockMs() < this.#deadline) return;
    abort(this, new DOMException("The operation was aborted due to timeout", "TimeoutError"));
  }

  #isWatched(): boolean {
    return this.#reason === undefined && hasListeners(this, "abort");
  }

  /** Has a timer where, and only where, someone listens for the end of the time. */
  #adjustTimers(): void {
    const isWatchedItself = this.#isWatched();
    for (const source of this.#sources) {
      if (isWatchedItself) source.#watchedFollowers.add(this);
      else source.#watchedFollowers.delete(this);
      source.#adjustTimers();
    }
    if (this.#deadline === undefined) return;
    const isWatched = isWatchedItself || this.#watchedFollowers.size > 0;
    if (isWatched && this.#timer === undefined) {
      const rest = Math.max(0, this.#deadline - monotonicClockMs());
      this.#timer = startTimer(() => this.#wake(), Math.min(rest, LONGEST_TIMER_MS), false);
    } else if (!isWatched && this.#timer !== undefined) {
      stopTimer(this.#timer);
      this.#timer = undefined;
    }
  }

  #wake(): void {
    this.#timer = undefined;
    this.#expire();
    this.#adjustTimers();
  }
}

/** Aborts the one signal that it has. */
export class AbortController {
  readonly #signal = new AbortSignal(KEY);

  static {
    asInterface(this);
    showProperties(this, ["signal"]);
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  abort(reason?: unknown): void {
    abort(this.#signal, reason);
  }
}
