/**
 * Latency of a service.
 *
 * Knows nothing of where it is computed.
 */

import { fromMilliseconds } from "../duration.ts";
import { attempt, type Call } from "../errors.ts";
import { percentile } from "../questions.ts";
import type { ClientConfig } from "./config.ts";
import { HOUR_MS } from "./time_range.ts";

/** A figure, with its unit. */
export interface MetricValue {
  /** In its unit. */
  value: number;
  /** What the value counts: `nanoseconds`. */
  unit: string;
  /** When it was asked for. */
  timestamp?: Date;
}

function ask(
  call: Call,
  service: string,
  metric: string,
  fraction: number,
  timeRangeMs: number,
): Promise<MetricValue> {
  return attempt("Failed to get percentile: ", call, async () => {
    const window = fromMilliseconds(timeRangeMs, "the time range");
    const value = await percentile(service, metric, fraction, window);
    return { value, unit: "nanoseconds", timestamp: new Date() };
  });
}

/**
 * A percentile of a service's latency, in **nanoseconds**.
 *
 * @param service the service's name
 * @param metric the metric's name, such as `http.server.duration`
 * @param fraction which percentile, from 0 to 1: 0.99 is P99
 * @param timeRangeMs how far back to look, in milliseconds
 * @throws {CoralError} `not-found` if the service had no requests; `invalid-argument`, `budget-exceeded`, `timed-out`,
 * `denied`, `unavailable`
 */
export function getPercentile(
  service: string,
  metric: string,
  fraction: number,
  timeRangeMs: number = HOUR_MS,
  _config?: ClientConfig,
): Promise<MetricValue> {
  return ask(getPercentile, service, metric, fraction, timeRangeMs);
}

/** The 99th percentile of a service's latency: as {@linkcode getPercentile}. */
export function getP99(
  service: string,
  metric: string,
  timeRangeMs: number = HOUR_MS,
  _config?: ClientConfig,
): Promise<MetricValue> {
  return ask(getP99, service, metric, 0.99, timeRangeMs);
}

/** The 95th percentile of a service's latency: as {@linkcode getPercentile}. */
export function getP95(
  service: string,
  metric: string,
  timeRangeMs: number = HOUR_MS,
  _config?: ClientConfig,
): Promise<MetricValue> {
  return ask(getP95, service, metric, 0.95, timeRangeMs);
}

/** The median of a service's latency: as {@linkcode getPercentile}. */
export function getP50(
  service: string,
  metric: string,
  timeRangeMs: number = HOUR_MS,
  _config?: ClientConfig,
): Promise<MetricValue> {
  return ask(getP50, service, metric, 0.5, timeRangeMs);
}
