/**
 * Lengths of time as scripts write them.
 *
 * Knows nothing of what they are for.
 */

import { describe, invalidArgument } from "./errors.ts";

/** A duration such as `"500ms"`, `"5m"`, `"1.5h"` or `"5 minutes"`. */
export type Duration = string;

const MICROSECOND = 1_000;
const MILLISECOND = 1_000 * MICROSECOND;
const SECOND = 1_000 * MILLISECOND;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Units that stand right behind the number. Months are left out: `M` could be mistaken for minutes. */
const SHORT_UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: MICROSECOND,
  "µs": MICROSECOND,
  ms: MILLISECOND,
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: WEEK,
};

/** Units that stand behind a space, in the singular or the plural. */
const UNIT_WORDS: Readonly<Record<string, number>> = {
  nanosecond: 1,
  microsecond: MICROSECOND,
  millisecond: MILLISECOND,
  second: SECOND,
  minute: MINUTE,
  hour: HOUR,
  day: DAY,
  week: WEEK,
};

/** The contract counts nanoseconds in 64 bits. */
const LONGEST = 2 ** 63;

/**
 * The length of a duration in nanoseconds, rounded to a whole number.
 *
 * @throws {CoralError} `invalid-argument`, for any other text
 */
export function parseDuration(text: Duration): number {
  const parts = /^(\d+(?:\.\d+)?)(?:([a-zµ]+)| +([a-z]+?)s?)$/.exec(String(text));
  const [, number, short, word] = parts ?? [];
  const units = short === undefined ? UNIT_WORDS : SHORT_UNITS;
  const name = short ?? word ?? "";
  const unit = Object.hasOwn(units, name) ? units[name] : undefined;
  if (typeof text !== "string" || unit === undefined) {
    throw invalidArgument(
      `${
        describe(text)
      } is no duration: write a number and a unit, such as "500ms", "30s", "5m", ` +
        `"1.5h", "2d", "1w" or "5 minutes"`,
    );
  }
  return inRange(Number(number) * unit, text);
}

/**
 * A number of nanoseconds, milliseconds and so on, in whole nanoseconds; `what` names it.
 *
 * @throws {CoralError} `invalid-argument`, for what is no number from 0 on
 */
function scaled(count: number, unit: number, what: string, unitName: string): number {
  if (typeof count === "number" && count >= 0) return inRange(count * unit, count);
  throw invalidArgument(
    `${what} must be a number of ${unitName} from 0 on, not ${describe(count)}`,
  );
}

/** Milliseconds in nanoseconds; `what` names them in an error. */
export function fromMilliseconds(count: number, what: string): number {
  return scaled(count, MILLISECOND, what, "milliseconds");
}

/** Nanoseconds that a script gave; `what` names them in an error. */
export function fromNanoseconds(count: number, what: string): number {
  return scaled(count, 1, what, "nanoseconds");
}

/** A window, in nanoseconds: a duration, or a number of milliseconds. */
export function parseWindow(window: Duration | number): number {
  return typeof window === "number"
    ? fromMilliseconds(window, "the window")
    : parseDuration(window);
}

function inRange(nanoseconds: number, given: unknown): number {
  const whole = Math.round(nanoseconds);
  if (whole < LONGEST) return whole;
  throw invalidArgument(`the duration ${describe(given)} is too long`);
}
