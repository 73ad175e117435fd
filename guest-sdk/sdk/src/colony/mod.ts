/**
 * The API of `@coral/sdk`: the second generation, whose figures carry their unit and whose windows are milliseconds.
 *
 * Knows nothing of transports: the module that a script imports chooses one, and exports this.
 */

import { getServiceActivity, getServiceErrors, listServiceActivity } from "./activity.ts";
import { deploy, list as listCorrelations, remove } from "./correlation.ts";
import { query } from "./db.ts";
import { getP50, getP95, getP99, getPercentile } from "./metrics.ts";
import { get as getService, list as listServices } from "./services.ts";
import { getMetrics } from "./system.ts";
import { findErrors, findSlow } from "./traces.ts";
import { errorCorrelation, latencyReport, memoryLeakDetector } from "../skills/mod.ts";

/** The services that are observed. */
export const services: { list: typeof listServices; get: typeof getService } = {
  list: listServices,
  get: getService,
};
/** Latency of a service. */
export const metrics: {
  getPercentile: typeof getPercentile;
  getP99: typeof getP99;
  getP95: typeof getP95;
  getP50: typeof getP50;
} = { getPercentile, getP99, getP95, getP50 };
/** Requests and errors of services. */
export const activity: {
  listServiceActivity: typeof listServiceActivity;
  getServiceActivity: typeof getServiceActivity;
  getServiceErrors: typeof getServiceErrors;
} = { listServiceActivity, getServiceActivity, getServiceErrors };
/** Spans of requests. */
export const traces: { findSlow: typeof findSlow; findErrors: typeof findErrors } = {
  findSlow,
  findErrors,
};
/** Use of the machine. */
export const system: { getMetrics: typeof getMetrics } = { getMetrics };
/** SQL over the telemetry. */
export const db: { query: typeof query } = { query };
/** Ready questions about the health of services. */
export const skills: {
  latencyReport: typeof latencyReport;
  errorCorrelation: typeof errorCorrelation;
  memoryLeakDetector: typeof memoryLeakDetector;
} = { latencyReport, errorCorrelation, memoryLeakDetector };
/** What agents watch for with probes: not available here. */
export const correlation: {
  deploy: typeof deploy;
  remove: typeof remove;
  list: typeof listCorrelations;
} = { deploy, remove, list: listCorrelations };

export { context } from "../context.ts";
export { emit } from "../emit.ts";

export type { Context } from "../context.ts";
export type { EventData } from "../emit.ts";
export type { CoralError, CoralErrorCode, ExceededBudget } from "../errors.ts";
export type { ErrorRate, Percentile, ServiceContext } from "../service_context.ts";
export type { ErrorCorrelationParams } from "../skills/error_correlation.ts";
export type { LatencyReportParams, ServiceLatency } from "../skills/latency_report.ts";
export type { MemoryGrowth, MemoryLeakDetectorParams } from "../skills/memory_leak_detector.ts";
export type { RenderSpec, SkillFn, SkillResult, SkillStatus } from "../skills/result.ts";
export type { Severity } from "../transport.ts";
export type { ServiceActivity, ServiceErrors } from "./activity.ts";
export type { ClientConfig } from "./config.ts";
export type { CorrelationDescriptor } from "./correlation.ts";
export type { QueryResult } from "./db.ts";
export type { MetricValue } from "./metrics.ts";
export type { Service } from "./services.ts";
export type { SystemMetrics } from "./system.ts";
export type { Trace } from "./traces.ts";
