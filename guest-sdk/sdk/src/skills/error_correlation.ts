/**
 * The skill `error-correlation`: which services fail at the same time.
 *
 * Knows nothing of why.
 *
 * @module
 */

import { listServiceActivity, type ServiceActivity } from "../colony/activity.ts";
import { attempt } from "../errors.ts";
import { numberParameter, progress, type SkillResult } from "./result.ts";

/** What an error correlation may be told. */
export interface ErrorCorrelationParams {
  /** A service fails too often from this share of errors on, from 0 to 1; 0.05. */
  threshold?: number;
  /** How far back to look, in milliseconds; five minutes. */
  window_ms?: number;
}

const DEFAULT_THRESHOLD = 0.05;
const DEFAULT_WINDOW_MS = 300_000;
/** From so many services on, it is more likely one cause than several. */
const CASCADE = 3;

function percent(rate: number): string {
  return `${(rate * 100).toFixed(2)}%`;
}

function summarize(spiking: ServiceActivity[], healthy: number): string {
  if (spiking.length === 0) return `No error spikes in ${healthy} service(s)`;
  const names = spiking.map(({ serviceName }) => serviceName).join(", ");
  const what = spiking.length >= CASCADE ? "Cascading errors in" : "Error spike in";
  return `${what} ${spiking.length} service(s): ${names}`;
}

function recommend(spiking: ServiceActivity[]): string[] {
  if (spiking.length === 0) return [];
  const each = spiking.map(({ serviceName, errorRate, errorCount, requestCount }) =>
    `Check ${serviceName}: ${percent(errorRate)} errors (${errorCount} of ${requestCount} requests)`
  );
  return [
    ...each,
    spiking.length >= CASCADE
      ? "Look for a dependency that these services share: a database, a queue, a network"
      : "Look at the logs and the latest deployments of these services",
  ];
}

/**
 * Finds the services whose error rate is too high at the same time: one or two are a `warning`, three or more are
 * `critical`, as they likely have one cause.
 *
 * `data` is `{threshold, window_ms, spiking: [{service, errorRate, errorCount, requestCount}], healthy: [{service,
 * errorRate}]}`. How it gets on is written to standard error.
 *
 * @throws {CoralError} as `activity.listServiceActivity` does
 */
export function errorCorrelation(params: ErrorCorrelationParams = {}): Promise<SkillResult> {
  return attempt("error-correlation: ", errorCorrelation, async () => {
    const threshold = numberParameter("threshold", params.threshold, DEFAULT_THRESHOLD);
    const window_ms = numberParameter("window_ms", params.window_ms, DEFAULT_WINDOW_MS);

    const activities = await listServiceActivity(window_ms);
    if (activities.length === 0) {
      const data = { threshold, window_ms, spiking: [], healthy: [] };
      return { summary: "No services found.", status: "unknown", data };
    }
    const { spiking = [], healthy = [] } = Object.groupBy(
      activities,
      ({ errorRate }) => errorRate >= threshold ? "spiking" : "healthy",
    );
    for (const { serviceName, errorRate } of activities) {
      progress(`${serviceName}: error_rate=${percent(errorRate)}`);
    }
    return {
      summary: summarize(spiking, healthy.length),
      status: spiking.length === 0 ? "healthy" : spiking.length < CASCADE ? "warning" : "critical",
      data: {
        threshold,
        window_ms,
        spiking: spiking.map(({ serviceName: service, errorRate, errorCount, requestCount }) => ({
          service,
          errorRate,
          errorCount,
          requestCount,
        })),
        healthy: healthy.map(({ serviceName: service, errorRate }) => ({ service, errorRate })),
      },
      recommendations: recommend(spiking),
    };
  });
}
