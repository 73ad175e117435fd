/**
 * Spans that are slow and spans that failed, with windows as durations and as milliseconds.
 */

import { traces } from "jsr:@coral/sdk";

const slow = await traces.findSlow("payments", 100);
console.log(slow.totalCount, slow.traces.map(({ duration_ns }) => duration_ns));
console.log(await traces.findSlow("payments", 40, "10m", 1));
console.log((await traces.findErrors("payments")).traces);
console.log(await traces.findErrors("orders", 300_000));
for (
  const call of [
    () => traces.findSlow("payments", -1),
    () => traces.findSlow("payments", 1, "soon"),
    () => traces.findErrors("payments", "1h", 0),
    () => traces.findErrors(""),
  ]
) {
  await call().catch((error) => console.log(error.code, error.message));
}
