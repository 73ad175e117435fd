/**
 * Spans of a service, by duration and by age; the newest come first.
 */

import * as coral from "jsr:@coral/sdk";

async function ids(options: Partial<coral.TraceQueryOptions>): Promise<string> {
  const traces = await coral.traces.query({ service: "payments", ...options });
  return traces.map((trace) => trace.trace_id).join(" ") || "none";
}

console.log(await ids({}));
console.log(await ids({ minDuration: "500ms" }));
console.log(await ids({ minDuration: "0.0005 hours" }));
console.log(await ids({ minDuration: "652000000ns" }));
console.log(await ids({ timeRange: "150s" }));
console.log(await ids({ timeRange: "1h", minDuration: "50ms" }));
console.log(await ids({ timeRange: "10s" }));
console.log(await ids({ service: "orders", minDuration: undefined, timeRange: undefined }));
console.log(await ids({ service: "nobody" }));
