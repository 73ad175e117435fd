/**
 * The SDK as one namespace: what it holds, and one call of each function.
 */

import * as coral from "jsr:@coral/sdk";

for (const [name, value] of Object.entries(coral)) {
  const parts = typeof value === "function" ? "function" : Object.keys(value).join(", ");
  console.log(`${name}: ${parts}`);
}

console.log(await coral.db.query("SELECT 1 AS one"));
console.log(await coral.metrics.getPercentile("payments", "http.server.duration", 0.99));
console.log(await coral.metrics.getErrorRate("payments", "5m"));
console.log(await coral.system.getCPU());
console.log(await coral.system.getMemory());
console.log((await coral.traces.query({ service: "payments" })).length);
console.log(await coral.emit("checked", { services: 1 }));
