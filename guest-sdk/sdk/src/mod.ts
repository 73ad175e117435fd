/**
 * The Coral SDK: what a script asks of the telemetry, and how it tells the world.
 *
 * @example
 * ```ts
 * import * as coral from "jsr:@coral/sdk";
 *
 * const p99 = await coral.metrics.getPercentile("payments", "http.server.duration", 0.99);
 * if (p99 > 500_000_000) await coral.emit("alert", { p99_ms: p99 / 1e6 }, "warning");
 * ```
 *
 * Knows nothing of transports: the module that a script imports chooses one, and exports this.
 *
 * @module
 */

import { query as queryRows } from "./db.ts";
import { get, list } from "./functions.ts";
import { getErrorRate, getPercentile } from "./metrics.ts";
import { getCPU, getMemory } from "./system.ts";
import { query as queryTraces } from "./traces.ts";

/** SQL over the telemetry. */
export const db: { query: typeof queryRows } = { query: queryRows };
/** Functions of the observed services. */
export const functions: { list: typeof list; get: typeof get } = { list, get };
/** Figures about a service. */
export const metrics: { getPercentile: typeof getPercentile; getErrorRate: typeof getErrorRate } = {
  getPercentile,
  getErrorRate,
};
/** Use of the machine. */
export const system: { getCPU: typeof getCPU; getMemory: typeof getMemory } = { getCPU, getMemory };
/** Spans of requests. */
export const traces: { query: typeof queryTraces } = { query: queryTraces };

// The functions are there by their own names too, except the two that are called `query`.
export { get, getCPU, getErrorRate, getMemory, getPercentile, list };
export { context } from "./context.ts";
export { emit } from "./emit.ts";

export type { Context } from "./context.ts";
export type { QueryResult } from "./db.ts";
export type { Duration } from "./duration.ts";
export type { EventData } from "./emit.ts";
export type { CoralError, CoralErrorCode, ExceededBudget } from "./errors.ts";
export type { FunctionInfo } from "./functions.ts";
export type { CPUUsage, MemoryUsage } from "./system.ts";
export type { Trace, TraceQueryOptions } from "./traces.ts";
export type { Severity, SqlParameter } from "./transport.ts";
