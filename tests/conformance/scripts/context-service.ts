/**
 * A run that is bound to one service asks about it without naming it.
 */
// flags: --service payments --param threshold_ms=500

import { context, emit, metrics } from "jsr:@coral/sdk";

const { service } = context;
if (!service) throw new Error("run it with --service");

const threshold = Number(context.params.get("threshold_ms"));
console.log(context.scope, service.name, service.namespace, threshold);

const p99 = await service.getPercentile("http.server.duration", 0.99);
const errors = await service.getErrorRate(300_000);
const slow = await service.findSlowTraces(threshold);
const failed = await service.findErrors(3_600_000, 1);
console.log(p99, errors, slow.totalCount, failed.traces[0].trace_id);

if (p99.value / 1e6 > threshold) {
  await emit("high_latency", {
    service: service.name,
    namespace: service.namespace,
    p99_ms: p99.value / 1e6,
    error_rate_pct: errors.rate * 100,
    error_count: errors.errorRequests,
    total_requests: errors.totalRequests,
    sample_trace_ids: slow.traces.map(({ trace_id }) => trace_id),
  }, "warning");
}

await metrics.getPercentile("orders", "http.server.duration", 0.99)
  .catch((error) => console.log(error.code, error.message));
