/**
 * Request rates, system metrics by name, and percentiles over other windows than the usual one.
 */

import { metrics, system } from "jsr:@coral/sdk";

console.log(await metrics.getRequestRate("payments", "1000s"));
console.log(await metrics.getRequestRate("nobody", 60_000));
console.log(await metrics.getPercentile("payments", "http.server.duration", 0.99, "1h"));
console.log(await metrics.getErrorRate("payments", 300_000));
const { metrics: samples } = await system.getMetrics(["system.memory.total", "never.recorded"]);
console.log(samples.map(({ name, value, unit }) => ({ name, value, unit })));
const all = (await system.getMetrics()).metrics;
console.log(all.map(({ name }) => name), all.every(({ timestamp }) => timestamp.endsWith("Z")));
// @ts-expect-error: a text is no list of names
await system.getMetrics("system.cpu.utilization").catch((error) => console.log(error.message));
