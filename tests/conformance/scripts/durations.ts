/**
 * Every unit that a duration may have: the spans that took longer than it are counted.
 */

import * as coral from "jsr:@coral/sdk";

const DURATIONS = [
  ...["0ns", "45000000ns", "45000us", "45000µs", "45ms", "0.045s", "0.5m", "0.1h", "1d", "2w"],
  ...["45000000 nanoseconds", "1 microsecond", "45 milliseconds", "1 second", "1 seconds"],
  ...["0.01 minutes", "1 hour", "2 days", "1 week", "50   milliseconds", "00045ms", "45.0ms"],
];

for (const minDuration of DURATIONS) {
  const traces = await coral.traces.query({ service: "payments", minDuration });
  console.log(`${minDuration}: ${traces.length}`);
}
