/**
 * The typed questions with their arguments checked: what both generations of the API are made of.
 *
 * Knows neither API: not how a figure is named there, nor in which shape it is given.
 */

import { describe, invalidArgument, requireText } from "./errors.ts";
import { type ErrorCount, type Rows, transport } from "./transport.ts";

/** The most spans that one answer may hold. */
const MOST_SPANS = 10_000;

/** Which spans of a service. Lengths of time are in nanoseconds. */
export interface SpanFilter {
  /** Only spans that took longer. */
  minDuration?: number | undefined;
  /** How far back from now; without it, as far as there are spans. */
  window?: number | undefined;
  /** Only spans that failed. */
  errorsOnly?: boolean;
  /** The longest first, in place of the newest. */
  slowestFirst?: boolean;
  /** At most so many. */
  limit: number;
}

/** A percentile of a service's latency, in nanoseconds; `p` is from 0 to 1, `window` in nanoseconds. */
export function percentile(
  service: string,
  metric: string,
  p: number,
  window: number,
): Promise<number> {
  const name = requireText(service, "the service");
  if (typeof metric !== "string") {
    throw invalidArgument(`the metric must be a text, not ${describe(metric)}`);
  }
  if (typeof p !== "number" || !(p >= 0 && p <= 1)) {
    throw invalidArgument(`the percentile must be a number from 0 to 1, not ${describe(p)}`);
  }
  return transport().percentile(name, metric.toWellFormed(), p, window);
}

/** How many requests a service had, and how many of them failed; `window` is in nanoseconds. */
export function errorCount(service: string, window: number): Promise<ErrorCount> {
  return transport().errorRate(requireText(service, "the service"), window);
}

/** Spans of a service. */
export function spans(service: string, filter: SpanFilter): Promise<Rows> {
  const { minDuration = 0, window, errorsOnly = false, slowestFirst = false, limit } = filter;
  const name = requireText(service, "the service");
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_SPANS) {
    throw invalidArgument(
      `the limit must be a whole number from 1 to ${MOST_SPANS}, not ${describe(limit)}`,
    );
  }
  return transport().spans({
    service: name,
    minDuration,
    window,
    errorsOnly,
    slowestFirst,
    limit,
  });
}

/** The latest sample of each system metric that is named, or of all if none is. */
export async function systemMetrics(names: readonly string[]): Promise<SystemMetric[]> {
  if (!Array.isArray(names)) {
    throw invalidArgument(`the names must be an array of texts, not ${describe(names)}`);
  }
  const wanted = names.map((name) => requireText(name, "the name of a metric"));
  const { rows } = await transport().systemMetrics(wanted);
  return rows.map(({ name, value, unit, timestamp }) => ({
    name: String(name),
    value: Number(value),
    unit: String(unit ?? ""),
    timestamp: String(timestamp),
  }));
}

/** One sample of a system metric. */
export interface SystemMetric {
  /** Its name, such as `system.cpu.utilization`. */
  name: string;
  /** Its value, in its unit. */
  value: number;
  /** Such as `percent` or `bytes`; empty for a metric without one. */
  unit: string;
  /** When it was taken: ISO 8601 with `Z`. */
  timestamp: string;
}
