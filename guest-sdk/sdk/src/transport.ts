/**
 * How the SDK reaches the telemetry: one interface, and the one transport that is in use.
 *
 * Knows nothing of any way to get there, nor of the API above it. Durations are in nanoseconds.
 */

/** A value bound to a `?` of a SQL text; a number without a fraction is bound as BIGINT. */
export type SqlParameter = null | boolean | number | bigint | string;

/** How much an event matters. */
export type Severity = "info" | "warning" | "error" | "critical";

/** Rows of an answer. */
export interface Rows {
  /** The names of the columns, in their order. */
  columns: string[];
  rows: Record<string, unknown>[];
  count: number;
  truncated: boolean;
}

/** Asks for spans of one service. */
export interface SpanQuestion {
  service: string;
  /** Only spans that took longer; 0 for all. */
  minDuration: number;
  /** How far back from now; undefined for no bound. */
  window: number | undefined;
  /** Only spans that failed. */
  errorsOnly: boolean;
  /** The longest first, in place of the newest first. */
  slowestFirst: boolean;
  limit: number;
}

/** How many requests there were, and how many failed. */
export interface ErrorCount {
  /** Failed requests over all, from 0 to 1; 0 where there were none. */
  rate: number;
  requestCount: number;
  errorCount: number;
}

/** What a run knows of itself. */
export interface RunFacts {
  scriptId: string;
  executionId: string;
  /** Each name once. */
  parameters: readonly (readonly [name: string, value: string])[];
  /** The services that the run may ask about; undefined for any. */
  services: readonly string[] | undefined;
}

/**
 * Answers questions. What fails rejects with an Error that has a `code`, and with the code `budget-exceeded` a
 * `budget` too.
 */
export interface Transport {
  /** At most `limit` rows; undefined for as many as a run may take. */
  query(sql: string, parameters: SqlParameter[], limit?: number): Promise<Rows>;
  /** Nanoseconds; `fraction` is from 0 to 1. */
  percentile(service: string, metric: string, fraction: number, window: number): Promise<number>;
  errorRate(service: string, window: number): Promise<ErrorCount>;
  spans(question: SpanQuestion): Promise<Rows>;
  /** Percent, from 0 to 100. */
  cpu(): Promise<number>;
  /** Bytes. */
  memory(): Promise<{ used: number; total: number }>;
  /** The latest sample of each metric that is named, or of all if none is: name, value, unit, timestamp. */
  systemMetrics(names: string[]): Promise<Rows>;
  /** All services that have spans, by name: service_name, span_count, last_seen. */
  services(): Promise<Rows>;
  /** Requests of one service, or of each, the busiest first: service_name, request_count, error_count. */
  activity(service: string | undefined, window: number): Promise<Rows>;
  /** `data` is the text of a JSON object. */
  emit(name: string, data: string, severity: Severity): void | Promise<void>;
  /** Fails where an event may not have so many bytes. Without it, memory is no matter: `emit` itself tells. */
  checkEventSize?(bytes: number): void;
  facts(): RunFacts;
}

let current: Transport | undefined;

/** Makes `transport` the one that the SDK uses from now on. An entry module does it, once. */
export function useTransport(transport: Transport): void {
  current = transport;
}

/** The transport in use. */
export function transport(): Transport {
  if (!current) throw new Error("@coral/sdk has no transport: import one of its entry modules");
  return current;
}
