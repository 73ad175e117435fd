/**
 * `performance`: the clock that never steps back.
 *
 * Reads no clock before it is asked: the engine is a snapshot that many runs start from.
 */

import { monotonicClockMs, wallClockMs } from "coral:host";

let timeOrigin: number | undefined;

export const performance = {
  /** Milliseconds since the run began, with a fraction. */
  now(): number {
    return monotonicClockMs();
  },

  /** When the run began: milliseconds since 1970. */
  get timeOrigin(): number {
    return timeOrigin ??= wallClockMs() - monotonicClockMs();
  },

  toJSON(): { timeOrigin: number } {
    return { timeOrigin: performance.timeOrigin };
  },
};

Object.defineProperty(performance, Symbol.toStringTag, { value: "Performance" });
