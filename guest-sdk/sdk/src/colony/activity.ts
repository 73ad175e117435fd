/**
 * Requests and errors of services.
 *
 * Knows nothing of latency.
 */

import { fromMilliseconds } from "../duration.ts";
import { attempt, requireText } from "../errors.ts";
import { transport } from "../transport.ts";
import type { ClientConfig } from "./config.ts";
import { HOUR_MS } from "./time_range.ts";

/** What a service had to do. */
export interface ServiceActivity {
  /** The service's name. */
  serviceName: string;
  /** Its requests. */
  requestCount: number;
  /** Those that failed. */
  errorCount: number;
  /** Failed requests over all, from 0 to 1. */
  errorRate: number;
}

/** The errors of a service. */
export interface ServiceErrors {
  /** Requests that failed. */
  errorCount: number;
  /** All requests. */
  totalCount: number;
  /** Failed requests over all, from 0 to 1; 0 if there were none. */
  errorRate: number;
}

async function find(service: string | undefined, timeRangeMs: number): Promise<ServiceActivity[]> {
  const window = fromMilliseconds(timeRangeMs, "the time range");
  const { rows } = await transport().activity(service, window);
  return rows.map(({ service_name, request_count, error_count }) => {
    const [requestCount, errorCount] = [Number(request_count), Number(error_count)];
    const errorRate = requestCount > 0 ? errorCount / requestCount : 0;
    return { serviceName: String(service_name), requestCount, errorCount, errorRate };
  });
}

/**
 * What every service had to do that had a request, the busiest first.
 *
 * @param timeRangeMs how far back to look, in milliseconds
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function listServiceActivity(
  timeRangeMs: number = HOUR_MS,
  _config?: ClientConfig,
): Promise<ServiceActivity[]> {
  return attempt(
    "Failed to list activity: ",
    listServiceActivity,
    () => find(undefined, timeRangeMs),
  );
}

/**
 * What one service had to do; null if it had no request.
 *
 * @param serviceName the service's name
 * @param timeRangeMs how far back to look, in milliseconds
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function getServiceActivity(
  serviceName: string,
  timeRangeMs: number = HOUR_MS,
  _config?: ClientConfig,
): Promise<ServiceActivity | null> {
  return attempt("Failed to get activity: ", getServiceActivity, async () => {
    const [activity] = await find(requireText(serviceName, "the service"), timeRangeMs);
    return activity ?? null;
  });
}

/**
 * The errors of one service; zeros if it had no request.
 *
 * @param serviceName the service's name
 * @param timeRangeMs how far back to look, in milliseconds
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function getServiceErrors(
  serviceName: string,
  timeRangeMs: number = HOUR_MS,
  _config?: ClientConfig,
): Promise<ServiceErrors> {
  return attempt("Failed to get errors: ", getServiceErrors, async () => {
    const [activity] = await find(requireText(serviceName, "the service"), timeRangeMs);
    const { errorCount = 0, requestCount: totalCount = 0, errorRate = 0 } = activity ?? {};
    return { errorCount, totalCount, errorRate };
  });
}
