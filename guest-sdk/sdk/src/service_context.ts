/**
 * The one service of a run that is bound to it, and what may be asked about it without naming it.
 *
 * Knows nothing of how a run came to be bound.
 */

import { findErrors, findSlow, type FoundTraces } from "./agent/traces.ts";
import { fromMilliseconds } from "./duration.ts";
import { attempt } from "./errors.ts";
import { errorCount, percentile } from "./questions.ts";

/** A percentile, with its unit. */
export interface Percentile {
  /** In its unit. */
  value: number;
  /** What the value counts. */
  unit: "nanoseconds";
}

/** How many requests there were, and how many of them failed. */
export interface ErrorRate {
  /** Failed requests over all, from 0 to 1; 0 if there were none. */
  rate: number;
  /** All requests. */
  totalRequests: number;
  /** Those that failed. */
  errorRequests: number;
}

/** The service that a run is bound to. Windows and durations are in milliseconds. */
export interface ServiceContext {
  /** The service's name. */
  readonly name: string;
  /** The namespace that it is in, where that is known. */
  readonly namespace?: string;
  /** The region that it runs in, where that is known. */
  readonly region?: string;
  /** Its version, where that is known. */
  readonly version?: string;
  /** The deployment that it is part of, where that is known. */
  readonly deployment?: string;
  /** A percentile of its latency, over five minutes if not said otherwise; `p` is from 0 to 1. */
  getPercentile(metric: string, p: number, windowMs?: number): Promise<Percentile>;
  /** Its requests and errors, over five minutes if not said otherwise. */
  getErrorRate(windowMs?: number): Promise<ErrorRate>;
  /** Its slowest spans, the slowest first: of an hour and at most 100, if not said otherwise. */
  findSlowTraces(minDurationMs: number, timeRangeMs?: number, limit?: number): Promise<FoundTraces>;
  /** Its failed spans, the newest first: of an hour and at most 100, if not said otherwise. */
  findErrors(timeRangeMs?: number, limit?: number): Promise<FoundTraces>;
}

const FIVE_MINUTES_MS = 300_000;

/** The context of the service `name`. */
export function serviceContext(name: string): ServiceContext {
  return {
    name,
    getPercentile: function getPercentile(metric, p, windowMs = FIVE_MINUTES_MS) {
      return attempt("Failed to get percentile: ", getPercentile, async () => {
        const window = fromMilliseconds(windowMs, "the window");
        return { value: await percentile(name, metric, p, window), unit: "nanoseconds" };
      });
    },
    getErrorRate: function getErrorRate(windowMs = FIVE_MINUTES_MS) {
      return attempt("Failed to get error rate: ", getErrorRate, async () => {
        const { rate, requestCount, errorCount: errorRequests } = await errorCount(
          name,
          fromMilliseconds(windowMs, "the window"),
        );
        return { rate, totalRequests: requestCount, errorRequests };
      });
    },
    findSlowTraces: (minDurationMs, timeRangeMs, limit) =>
      findSlow(name, minDurationMs, timeRangeMs, limit),
    findErrors: (timeRangeMs, limit) => findErrors(name, timeRangeMs, limit),
  };
}
