/**
 * What the second generation refuses: wrong arguments, and what is not available.
 */

import * as coral from "@coral/sdk";

// deno-lint-ignore no-explicit-any -- wrong arguments are wanted
const loose: any = coral;
const calls: [string, () => Promise<unknown>][] = [
  ["no service", () => loose.metrics.getP99()],
  ["no requests", () => coral.metrics.getP50("nobody", "m", 60_000)],
  ["a duration", () => loose.metrics.getP99("payments", "m", "5m")],
  ["a percentage", () => coral.metrics.getPercentile("payments", "m", 99)],
  ["a window below 0", () => coral.activity.listServiceActivity(-1)],
  ["an endless window", () => coral.activity.listServiceActivity(Infinity)],
  ["no name", () => coral.services.get("")],
  ["no spans", () => coral.traces.findErrors("payments", 1000, 0)],
  ["a text for a number", () => loose.traces.findSlow("payments", "500ms")],
  ["probes", () => coral.correlation.deploy("payments", { strategy: "rate_gate" })],
  ["probes", () => coral.correlation.list()],
];
for (const [what, call] of calls) {
  try {
    console.log(what, await call());
  } catch (error) {
    const { name, code, message } = error as coral.CoralError;
    console.log(`${what}: ${name} ${code}: ${message}`);
  }
}
