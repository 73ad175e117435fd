/**
 * Spans of requests.
 *
 * Knows nothing of where they are stored.
 */

import { type Duration, parseDuration } from "./duration.ts";
import { attempt, describe, invalidArgument, requireText } from "./errors.ts";
import { transport } from "./transport.ts";

/** Which spans are asked for. */
export interface TraceQueryOptions {
  /** The service's name. */
  service: string;
  /** Only spans that took longer, such as `"500ms"`. */
  minDuration?: Duration;
  /** How far back to look, such as `"1h"`; without it, as far as there are spans. */
  timeRange?: Duration;
}

/** One span. */
export interface Trace {
  /** The trace that it is part of. */
  trace_id: string;
  /** Its own id in the trace. */
  span_id: string;
  /** Nanoseconds. */
  duration_ns: number;
  /** Whether the request failed. */
  is_error: boolean;
  /** 0 for a span that has none. */
  http_status: number;
  /** Empty for a span that has none. */
  http_method: string;
  /** Empty for a span that has none. */
  http_route: string;
}

/** At most this many spans are given. */
const LIMIT = 100;

function toTrace(row: Record<string, unknown>): Trace {
  return {
    trace_id: String(row.trace_id ?? ""),
    span_id: String(row.span_id ?? ""),
    duration_ns: Number(row.duration_ns ?? 0),
    is_error: row.is_error === true,
    http_status: Number(row.http_status ?? 0),
    http_method: String(row.http_method ?? ""),
    http_route: String(row.http_route ?? ""),
  };
}

/**
 * The spans of a service, the newest first, at most 100.
 *
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function query(options: TraceQueryOptions): Promise<Trace[]> {
  return attempt("Failed to query traces: ", query, async () => {
    if (typeof options !== "object" || options === null) {
      throw invalidArgument(`the options must be an object, not ${describe(options)}`);
    }
    const { service, minDuration, timeRange } = options;
    const { rows } = await transport().spans({
      service: requireText(service, "the service"),
      minDuration: minDuration === undefined ? 0 : parseDuration(minDuration),
      window: timeRange === undefined ? undefined : parseDuration(timeRange),
      limit: LIMIT,
    });
    return rows.map(toTrace);
  });
}
