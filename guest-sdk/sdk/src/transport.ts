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
  rows: Record<string, unknown>[];
  count: number;
  truncated: boolean;
}

/** Asks for spans of one service, the newest first. */
export interface SpanQuestion {
  service: string;
  /** Only spans that took longer; 0 for all. */
  minDuration: number;
  /** How far back from now; undefined for no bound. */
  window: number | undefined;
  limit: number;
}

/** What a run knows of itself. */
export interface RunFacts {
  scriptId: string;
  executionId: string;
  /** Each name once. */
  parameters: readonly (readonly [name: string, value: string])[];
  /** The one service that the run may ask about; undefined for any. */
  service: string | undefined;
}

/**
 * Answers questions. What fails rejects with an Error that has a `code`, and with the code `budget-exceeded` a
 * `budget` too.
 */
export interface Transport {
  query(sql: string, parameters: SqlParameter[]): Promise<Rows>;
  /** Nanoseconds; `fraction` is from 0 to 1. */
  percentile(service: string, metric: string, fraction: number, window: number): Promise<number>;
  /** From 0 to 1. */
  errorRate(service: string, window: number): Promise<number>;
  spans(question: SpanQuestion): Promise<Rows>;
  /** Percent, from 0 to 100. */
  cpu(): Promise<number>;
  /** Bytes. */
  memory(): Promise<{ used: number; total: number }>;
  /** `data` is the text of a JSON object. */
  emit(name: string, data: string, severity: Severity): Promise<void>;
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
