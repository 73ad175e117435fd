/**
 * Durations: what is read, as how many nanoseconds, and what is refused.
 */

import { strictEqual, throws } from "node:assert/strict";
import { parseDuration } from "../src/duration.ts";

const LENGTHS: Record<string, number> = {
  "1ns": 1,
  "1us": 1e3,
  "2µs": 2e3,
  "500ms": 5e8,
  "30s": 3e10,
  "5m": 3e11,
  "1h": 3.6e12,
  "1.5h": 5.4e12,
  "2d": 1.728e14,
  "1w": 6.048e14,
  "0ms": 0,
  "0.1us": 100,
  "0.3ns": 0,
  "5 minutes": 3e11,
  "1 minute": 6e10,
  "1.5 hours": 5.4e12,
  "30 seconds": 3e10,
  "7 days": 6.048e14,
};

for (const [text, length] of Object.entries(LENGTHS)) {
  Deno.test(`reads ${text}`, () => strictEqual(parseDuration(text), length));
}

const REFUSED: unknown[] = [
  "",
  "5",
  "m",
  "5M",
  "5 m",
  "5minutes",
  "-5m",
  "+5m",
  "1e3s",
  ".5h",
  "5.h",
  " 5m",
  "5m ",
  "5m30s",
  "5 fortnights",
  "5 s",
  "1 toString",
  "1constructor",
  "1 months",
  "5m'; DROP TABLE otel_spans_local; --",
  "99999999w",
  "٣m",
  5,
  null,
  undefined,
  {},
];

for (const value of REFUSED) {
  Deno.test(`refuses ${typeof value} ${JSON.stringify(value)}`, () =>
    throws(() => parseDuration(value as string), {
      name: "CoralError",
      code: "invalid-argument",
      message: /is no duration: write a number and a unit|is too long/,
    }));
}

Deno.test("names the text that it refuses", () => {
  throws(() => parseDuration("5 parsecs"), { message: /^"5 parsecs" is no duration: / });
});
