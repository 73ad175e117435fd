/**
 * The second generation: percentiles with their unit, activity, spans and use of the machine.
 */

import { activity, metrics, services, system, traces } from "@coral/sdk";

const METRIC = "http.server.duration";

for (const service of await services.list()) {
  const [p50, p95, p99] = await Promise.all([
    metrics.getP50(service.name, METRIC, 300_000),
    metrics.getP95(service.name, METRIC, 300_000),
    metrics.getP99(service.name, METRIC, 300_000),
  ]);
  const label = `${service.name} (${service.namespace || "default"})`;
  console.log(label, service.instanceCount, service.lastSeen instanceof Date);
  console.log([p50, p95, p99].map(({ value, unit }) => `${(value / 1e6).toFixed(2)}ms ${unit}`));
}
const { timestamp, ...custom } = await metrics.getPercentile("payments", METRIC, 0.75);
console.log(custom, timestamp instanceof Date);

console.log(await activity.listServiceActivity());
console.log(await activity.getServiceActivity("payments", 300_000));
console.log(await activity.getServiceActivity("nobody"), await services.get("nobody"));
console.log(await activity.getServiceErrors("payments"), await activity.getServiceErrors("nobody"));

const slow = await traces.findSlow("payments", 100_000_000, 3_600_000, 1);
console.log(slow.map(({ traceId, durationNs, service }) => ({ traceId, durationNs, service })));
console.log((await traces.findErrors("payments")).map(({ traceId }) => traceId));

const machine = await system.getMetrics("payments");
console.log(machine.cpuPercent, machine.memoryPercent, machine.memoryBytes);
