/**
 * Spans of requests.
 *
 * Knows nothing of where they are stored.
 */

import { type Duration, fromMilliseconds, parseDuration, parseWindow } from "../duration.ts";
import { attempt, describe, invalidArgument } from "../errors.ts";
import { type SpanFilter, spans } from "../questions.ts";

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

/** Spans that were looked for. */
export interface FoundTraces {
  /** The spans, `limit` of them at most. */
  traces: Trace[];
  /** How many `traces` holds. */
  totalCount: number;
}

/** At most this many spans are given, if a script does not say. */
const DEFAULT_LIMIT = 100;

/** How far back spans are looked for, if a script does not say: an hour. */
const DEFAULT_RANGE: Duration = "1h";

function toTrace(row: Record<string, unknown>): Trace {
  const { trace_id, span_id, duration_ns, is_error, http_status, http_method, http_route } = row;
  return {
    trace_id: String(trace_id ?? ""),
    span_id: String(span_id ?? ""),
    duration_ns: Number(duration_ns ?? 0),
    is_error: is_error === true,
    http_status: Number(http_status ?? 0),
    http_method: String(http_method ?? ""),
    http_route: String(http_route ?? ""),
  };
}

async function find(service: string, filter: SpanFilter): Promise<Trace[]> {
  const { rows } = await spans(service, filter);
  return rows.map(toTrace);
}

async function counted(found: Promise<Trace[]>): Promise<FoundTraces> {
  const traces = await found;
  return { traces, totalCount: traces.length };
}

/**
 * The spans of a service, the newest first, at most 100.
 *
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function query(options: TraceQueryOptions): Promise<Trace[]> {
  return attempt("Failed to query traces: ", query, () => {
    if (typeof options !== "object" || options === null) {
      throw invalidArgument(`the options must be an object, not ${describe(options)}`);
    }
    const { service, minDuration, timeRange } = options;
    return find(service, {
      minDuration: minDuration === undefined ? undefined : parseDuration(minDuration),
      window: timeRange === undefined ? undefined : parseDuration(timeRange),
      limit: DEFAULT_LIMIT,
    });
  });
}

/**
 * The slowest spans of a service, the slowest first.
 *
 * @param service the service's name
 * @param minDurationMs only spans that took longer, in milliseconds
 * @param timeRange how far back to look: milliseconds, or a duration such as `"1h"`
 * @param limit at most so many, from 1 to 10,000
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function findSlow(
  service: string,
  minDurationMs: number,
  timeRange: Duration | number = DEFAULT_RANGE,
  limit: number = DEFAULT_LIMIT,
): Promise<FoundTraces> {
  return attempt("Failed to find slow traces: ", findSlow, () =>
    counted(find(service, {
      minDuration: fromMilliseconds(minDurationMs, "the shortest duration"),
      window: parseWindow(timeRange),
      slowestFirst: true,
      limit,
    })));
}

/**
 * The spans of a service that failed, the newest first.
 *
 * @param service the service's name
 * @param timeRange how far back to look: milliseconds, or a duration such as `"1h"`
 * @param limit at most so many, from 1 to 10,000
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function findErrors(
  service: string,
  timeRange: Duration | number = DEFAULT_RANGE,
  limit: number = DEFAULT_LIMIT,
): Promise<FoundTraces> {
  return attempt(
    "Failed to find error traces: ",
    findErrors,
    () => counted(find(service, { window: parseWindow(timeRange), errorsOnly: true, limit })),
  );
}
