/**
 * The API of `jsr:@coral/sdk`: the first generation, whose figures are plain numbers and whose windows are durations.
 *
 * Knows nothing of transports: the module that a script imports chooses one, and exports this.
 */

import { query as queryRows } from "./db.ts";
import { get, list } from "./functions.ts";
import { getErrorRate, getPercentile, getRequestRate } from "./metrics.ts";
import { getCPU, getMemory, getMetrics } from "./system.ts";
import { findErrors, findSlow, query as queryTraces } from "./traces.ts";

/** SQL over the telemetry. */
export const db: { query: typeof queryRows } = { query: queryRows };
/** Functions of the observed services. */
export const functions: { list: typeof list; get: typeof get } = { list, get };
/** Figures about a service. */
export const metrics: {
  getPercentile: typeof getPercentile;
  getErrorRate: typeof getErrorRate;
  getRequestRate: typeof getRequestRate;
} = { getPercentile, getErrorRate, getRequestRate };
/** Use of the machine. */
export const system: {
  getCPU: typeof getCPU;
  getMemory: typeof getMemory;
  getMetrics: typeof getMetrics;
} = { getCPU, getMemory, getMetrics };
/** Spans of requests. */
export const traces: {
  query: typeof queryTraces;
  findSlow: typeof findSlow;
  findErrors: typeof findErrors;
} = { query: queryTraces, findSlow, findErrors };

// Some functions are there by their own names too, as they were in the first version.
export { get, getCPU, getErrorRate, getMemory, getPercentile, list };
export { context } from "../context.ts";
export { emit } from "../emit.ts";

export type { Context } from "../context.ts";
export type { Duration } from "../duration.ts";
export type { EventData } from "../emit.ts";
export type { CoralError, CoralErrorCode, ExceededBudget } from "../errors.ts";
export type { SystemMetric } from "../questions.ts";
export type { ErrorRate, Percentile, ServiceContext } from "../service_context.ts";
export type { Severity, SqlParameter } from "../transport.ts";
export type { QueryResult } from "./db.ts";
export type { FunctionInfo } from "./functions.ts";
export type { RequestRate } from "./metrics.ts";
export type { CPUUsage, MemoryUsage, SystemMetrics } from "./system.ts";
export type { FoundTraces, Trace, TraceQueryOptions } from "./traces.ts";
