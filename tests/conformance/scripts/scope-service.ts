/**
 * A run that may ask about one service alone: what it knows of that, and what it is denied.
 */

// flags: --service orders --param limit=5

import * as coral from "jsr:@coral/sdk";

const failed = ({ code, message }: coral.CoralError) => `${code}: ${message}`;

console.log(coral.context.scope, coral.context.service);
console.log(await coral.getPercentile("orders", "http.server.duration", 0.99));
console.log(await coral.getErrorRate("orders"));
console.log((await coral.traces.query({ service: "orders" })).length);
console.log(await coral.getPercentile("payments", "http.server.duration", 0.99).catch(failed));
console.log(await coral.getErrorRate("payments").catch(failed));
console.log(await coral.traces.query({ service: "payments" }).catch(failed));
console.log(await coral.db.query("SELECT 1 AS one").catch(failed));
console.log(await coral.getCPU().catch(failed), await coral.getMemory().catch(failed));
await coral.emit("done", { service: coral.context.service });
