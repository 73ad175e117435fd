/**
 * `coral:host`: the functions that the engine gives to the platform and the SDK, and to no script.
 *
 * Each stands for one function of `wit/script.wit`; the Rust side is `guest-sdk/engine/src/host_module.rs`. What fails
 * throws, or rejects with, a {@linkcode HostError}. Durations and clocks are in the unit that each name ends with.
 */
declare module "coral:host" {
  /** The cases of `error` in `wit/script.wit`. */
  export type HostErrorCode =
    | "denied"
    | "invalid-argument"
    | "not-found"
    | "query-failed"
    | "budget-exceeded"
    | "timed-out"
    | "unavailable";

  /** An Error whose `code` says which case of the contract's error it is. */
  export interface HostError extends Error {
    code: HostErrorCode;
    /** With `budget-exceeded` alone: which budget. */
    budget?: { name: string; limit: number; used: number };
  }

  /** A value bound to a `?`; a number without a fraction in the safe range travels as BIGINT. */
  export type SqlParameter = null | boolean | number | bigint | string;

  /**
   * Rows, already objects: BIGINT is a number where that is exact, else a bigint; timestamps are ISO 8601 with Z;
   * NULL is null; JSON cells are parsed.
   */
  export interface ResultSet {
    columns: string[];
    rows: Record<string, unknown>[];
    count: number;
    truncated: boolean;
  }

  export interface TracesQuery {
    service: string;
    /** 0 for all. */
    minDurationNs: number;
    /** undefined for no bound. */
    windowNs: number | undefined;
    errorsOnly: boolean;
    slowestFirst: boolean;
    limit: number;
  }

  /** At most `limit` rows; undefined for as many as a run may take. */
  export function sql(
    text: string,
    parameters: SqlParameter[],
    limit: number | undefined,
  ): Promise<ResultSet>;
  /** Nanoseconds. */
  export function percentile(
    service: string,
    metric: string,
    fraction: number,
    windowNs: number,
  ): Promise<number>;
  export function errorRate(
    service: string,
    windowNs: number,
  ): Promise<{ rate: number; requestCount: number; errorCount: number }>;
  export function traces(query: TracesQuery): Promise<ResultSet>;
  /** Percent, 0 to 100. */
  export function cpu(): Promise<number>;
  /** Bytes. */
  export function memory(): Promise<{ used: number; total: number }>;
  /** Loads what is known of locales: the exports of `intl/answers.ts`. */
  export function intl(): object;
  /** The latest sample of each metric that is named, or of all if none is. */
  export function systemMetrics(names: string[]): Promise<ResultSet>;
  export function services(): Promise<ResultSet>;
  export function serviceActivity(
    service: string | undefined,
    windowNs: number,
  ): Promise<ResultSet>;

  export type Severity = "info" | "warning" | "error" | "critical";
  /** `data` is the text of a JSON object. */
  export function emit(name: string, data: string, severity: Severity): void;

  /** Fails where an event may not have so many bytes. */
  export function checkEventSize(bytes: number): void;

  export type Level = "debug" | "log" | "info" | "warn" | "error";
  /** Fails with an error of the SDK where the run may write no more. */
  export function print(level: Level, text: string): void;

  /**
   * Calls `callback` after `delayMs`, once or again and again; the run does not end before. Fails with an error of the
   * SDK where the run may have no more timers.
   */
  export function startTimer(callback: () => void, delayMs: number, repeat: boolean): number;
  /** An id that no timer has is ignored. */
  export function stopTimer(id: number): void;
  /** Whether the run goes on for a timer, as it does for each at its start. */
  export function awaitTimer(id: number, isAwaited: boolean): void;

  /** Milliseconds since 1970, with a fraction. */
  export function wallClockMs(): number;
  /** Milliseconds since the run began, with a fraction. */
  export function monotonicClockMs(): number;
  /** At most 65,536 bytes. */
  export function randomBytes(count: number): Uint8Array;

  export interface RunContext {
    /** The script's file name without its extension. */
    script: string;
    runId: string;
    /** Each name once. */
    parameters: [name: string, value: string][];
    /** The services that the run may ask about; undefined for any. */
    services: string[] | undefined;
  }
  export function context(): RunContext;

  /** Ends the run; 0 is success. */
  export function exit(code: number): never;
  /** The code that the run has when it comes to its end by itself; from 0 to 255. */
  export function setExitCode(code: number): void;

  /** Asks the engine to tell the platform of uncaught errors and of the end: it saves itself the calls before. */
  export function listen(): void;
  /** Ends the run at once, with an error that nobody caught. */
  export function fail(error: unknown): never;

  /** Bytes of memory that the run has. */
  export function memoryBytes(): number;

  /** What a proxy stands for: null for a revoked one, undefined for any other object. */
  export function proxyTarget(value: object): object | null | undefined;

  /** What has become of a promise, which no JavaScript can ask: for `console.log(promise)`. */
  export function promiseState(
    promise: Promise<unknown>,
  ): { state: "pending" } | { state: "fulfilled" | "rejected"; value: unknown };

  /** What an iterator of a Map or a Set has still to give, which it then still gives; undefined for any other object. */
  export function iteratorState(
    iterator: object,
  ): { hasEntries: boolean; rest: unknown[] } | undefined;
}
