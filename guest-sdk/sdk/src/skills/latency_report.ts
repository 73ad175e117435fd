/**
 * The skill `latency-report`: which services are slow, or fail too often.
 *
 * Knows nothing of why.
 *
 * @module
 */

import { listServiceActivity, type ServiceActivity } from "../colony/activity.ts";
import { getP99 } from "../colony/metrics.ts";
import { attempt, requireText } from "../errors.ts";
import { numberParameter, progress, type SkillResult, type SkillStatus } from "./result.ts";

/** What a latency report may be told. */
export interface LatencyReportParams {
  /** A service whose P99 is above this many milliseconds is critical; 500. */
  threshold_ms?: number;
  /** Only this service; without it, every one that had a request. */
  service?: string;
}

/** How one service does. */
export interface ServiceLatency {
  /** The service's name. */
  service: string;
  /** Its 99th percentile in milliseconds; null where it could not be found out. */
  p99Ms: number | null;
  /** Failed requests over all, from 0 to 1. */
  errorRate: number;
  /** `critical` for a P99 above the threshold, else `warning` for more than 5 % errors. */
  status: SkillStatus;
}

const METRIC = "http.server.duration";
const DEFAULT_THRESHOLD_MS = 500;
const HIGHEST_ERROR_RATE = 0.05;

function judge(p99Ms: number | null, errorRate: number, thresholdMs: number): SkillStatus {
  if (p99Ms === null) return "unknown";
  if (p99Ms > thresholdMs) return "critical";
  return errorRate > HIGHEST_ERROR_RATE ? "warning" : "healthy";
}

async function measure(activity: ServiceActivity, thresholdMs: number): Promise<ServiceLatency> {
  const { serviceName: service, errorRate } = activity;
  // A service whose latency cannot be found out must not hide those of the others.
  const p99 = await getP99(service, METRIC).catch(() => null);
  const p99Ms = p99 && p99.value / 1e6;
  return { service, p99Ms, errorRate, status: judge(p99Ms, errorRate, thresholdMs) };
}

function figures({ p99Ms, errorRate }: ServiceLatency): string {
  const latency = p99Ms === null ? "unknown" : `${p99Ms.toFixed(1)}ms`;
  return `P99=${latency}, error_rate=${(errorRate * 100).toFixed(2)}%`;
}

/** The worst of all that is known. */
function overall(found: ServiceLatency[]): SkillStatus {
  const order: SkillStatus[] = ["critical", "warning", "healthy"];
  return order.find((status) => found.some((service) => service.status === status)) ?? "unknown";
}

function summarize(found: ServiceLatency[], flagged: ServiceLatency[], threshold: number): string {
  if (flagged.length > 0) {
    const names = flagged.map(({ service }) => service).join(", ");
    return `${flagged.length} service(s) above threshold: ${names}`;
  }
  const known = found.filter(({ status }) => status !== "unknown");
  if (known.length === 0) return `The P99 latency of ${found.length} service(s) is not known.`;
  return `All ${known.length} service(s) within P99 latency threshold (${threshold}ms)`;
}

/**
 * Holds the P99 latency and the error rate of each service, over the last hour, against a threshold.
 *
 * `data` is `{threshold_ms, services}`, with a {@linkcode ServiceLatency} for each service, the busiest first. How it
 * gets on is written to standard error.
 *
 * @throws {CoralError} as `activity.listServiceActivity` does
 */
export function latencyReport(params: LatencyReportParams = {}): Promise<SkillResult> {
  return attempt("latency-report: ", latencyReport, async () => {
    const { service, threshold_ms } = params;
    const threshold = numberParameter("threshold_ms", threshold_ms, DEFAULT_THRESHOLD_MS);
    const only = service === undefined ? undefined : requireText(service, "the service");

    const activities = await listServiceActivity();
    const wanted = activities.filter(({ serviceName }) =>
      only === undefined || serviceName === only
    );
    if (wanted.length === 0) {
      const data = { threshold_ms: threshold, services: [] };
      return { summary: "No services found.", status: "unknown", data };
    }
    const found = await Promise.all(wanted.map((activity) => measure(activity, threshold)));
    for (const each of found) progress(`${each.service}: ${figures(each)}, ${each.status}`);
    const flagged = found.filter(({ status }) => status === "critical" || status === "warning");
    return {
      summary: summarize(found, flagged, threshold),
      status: overall(found),
      data: { threshold_ms: threshold, services: found },
      recommendations: flagged.map((each) => `Investigate ${each.service}: ${figures(each)}`),
    };
  });
}
