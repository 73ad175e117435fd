/**
 * The second generation of the Coral SDK, which scripts import as `@coral/sdk`: figures with their units, activity of
 * services, and skills.
 *
 * @example
 * ```ts
 * import { activity, metrics } from "@coral/sdk";
 *
 * for (const { serviceName, errorRate } of await activity.listServiceActivity()) {
 *   const p99 = await metrics.getP99(serviceName, "http.server.duration");
 *   console.log(serviceName, `${p99.value / 1e6} ms`, `${errorRate * 100} %`);
 * }
 * ```
 *
 * @module
 */

import "./transport.ts";

export * from "../colony/mod.ts";
