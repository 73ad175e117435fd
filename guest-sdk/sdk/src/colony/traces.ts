/**
 * Spans of requests.
 *
 * Knows nothing of where they are stored.
 */

import { fromMilliseconds, fromNanoseconds } from "../duration.ts";
import { attempt } from "../errors.ts";
import { type SpanFilter, spans } from "../questions.ts";
import type { ClientConfig } from "./config.ts";
import { HOUR_MS } from "./time_range.ts";

/** One span. */
export interface Trace {
  /** The trace that it is part of. */
  traceId: string;
  /** Nanoseconds. */
  durationNs: number;
  /** When it started. */
  timestamp: Date;
  /** The service that it is of. */
  service: string;
}

/** At most this many spans are given, if a script does not say. */
const DEFAULT_LIMIT = 100;

async function find(service: string, filter: SpanFilter): Promise<Trace[]> {
  const { rows } = await spans(service, filter);
  return rows.map(({ trace_id, duration_ns, start_time }) => ({
    traceId: String(trace_id ?? ""),
    durationNs: Number(duration_ns ?? 0),
    timestamp: new Date(String(start_time)),
    service,
  }));
}

/**
 * The slowest spans of a service, the slowest first.
 *
 * @param service the service's name
 * @param minDurationNs only spans that took longer, in nanoseconds
 * @param timeRangeMs how far back to look, in milliseconds
 * @param limit at most so many, from 1 to 10,000
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function findSlow(
  service: string,
  minDurationNs: number,
  timeRangeMs: number = HOUR_MS,
  limit: number = DEFAULT_LIMIT,
  _config?: ClientConfig,
): Promise<Trace[]> {
  return attempt("Failed to find slow traces: ", findSlow, () =>
    find(service, {
      minDuration: fromNanoseconds(minDurationNs, "the shortest duration"),
      window: fromMilliseconds(timeRangeMs, "the time range"),
      slowestFirst: true,
      limit,
    }));
}

/**
 * The spans of a service that failed, the newest first.
 *
 * @param service the service's name
 * @param timeRangeMs how far back to look, in milliseconds
 * @param limit at most so many, from 1 to 10,000
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function findErrors(
  service: string,
  timeRangeMs: number = HOUR_MS,
  limit: number = DEFAULT_LIMIT,
  _config?: ClientConfig,
): Promise<Trace[]> {
  return attempt("Failed to find error traces: ", findErrors, () =>
    find(service, {
      window: fromMilliseconds(timeRangeMs, "the time range"),
      errorsOnly: true,
      limit,
    }));
}
