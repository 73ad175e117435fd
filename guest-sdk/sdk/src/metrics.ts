/**
 * Figures about a service: latency and errors.
 *
 * Knows nothing of where they are computed.
 */

import { type Duration, parseDuration } from "./duration.ts";
import { attempt, describe, invalidArgument, requireText } from "./errors.ts";
import { transport } from "./transport.ts";

/** How far back both figures look, if a script does not say. */
const DEFAULT_WINDOW: Duration = "5m";

/**
 * A percentile of a service's latency over the last five minutes, in **nanoseconds**.
 *
 * @param service the service's name
 * @param metric the metric's name, such as `http.server.duration`
 * @param p which percentile, from 0 to 1: 0.99 is P99
 * @throws {CoralError} `not-found` if the service had no requests; `invalid-argument`, `budget-exceeded`, `timed-out`,
 * `denied`, `unavailable`
 */
export function getPercentile(service: string, metric: string, p: number): Promise<number> {
  return attempt("Failed to get percentile: ", getPercentile, () => {
    const name = requireText(service, "the service");
    if (typeof metric !== "string") {
      throw invalidArgument(`the metric must be a text, not ${describe(metric)}`);
    }
    if (typeof p !== "number" || !(p >= 0 && p <= 1)) {
      throw invalidArgument(`the percentile must be a number from 0 to 1, not ${describe(p)}`);
    }
    return transport().percentile(name, metric.toWellFormed(), p, parseDuration(DEFAULT_WINDOW));
  });
}

/**
 * The share of a service's requests that failed, from 0 to 1; 0 if there were none.
 *
 * @param service the service's name
 * @param window how far back to look, such as `"5m"`
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function getErrorRate(service: string, window: Duration = DEFAULT_WINDOW): Promise<number> {
  return attempt("Failed to get error rate: ", getErrorRate, () => {
    return transport().errorRate(requireText(service, "the service"), parseDuration(window));
  });
}
