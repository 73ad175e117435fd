/**
 * Latencies in nanoseconds, and shares of failed requests from 0 to 1.
 */

import * as coral from "jsr:@coral/sdk";

for (const service of ["payments", "orders", "users"]) {
  for (const p of [0, 0.5, 0.9, 0.99, 1]) {
    console.log(service, p, await coral.metrics.getPercentile(service, "http.server.duration", p));
  }
  console.log(service, await coral.metrics.getErrorRate(service));
}
console.log(await coral.metrics.getPercentile("payments", "", 0.99));
console.log(await coral.metrics.getErrorRate("payments", "150s"));
console.log(await coral.metrics.getErrorRate("payments", "1.5 hours"));
