/**
 * What is no duration, and how that is told.
 */

import * as coral from "jsr:@coral/sdk";

const WRONG: unknown[] = [
  ...[
    "",
    "5",
    "m",
    "5 m",
    "5M",
    "-5m",
    "+5m",
    ".5m",
    "5.m",
    "1e3ms",
    "5m30s",
    " 5m",
    "5m ",
    "5\tm",
  ],
  ...["five minutes", "5 months", "5minutes", "300y", "10000000000w", "5m' OR '1'='1"],
  ...[5, 5n, null, true, ["5m"], { minutes: 5 }, () => "5m", Symbol.iterator.description],
];

for (const window of WRONG) {
  try {
    console.log(await coral.metrics.getErrorRate("payments", window as string));
  } catch (error) {
    const { code, message } = error as coral.CoralError;
    console.log(`${code}: ${message}`);
  }
}
