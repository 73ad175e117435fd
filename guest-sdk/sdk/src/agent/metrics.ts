/**
 * Figures about a service: latency, errors and requests.
 *
 * Knows nothing of where they are computed.
 */

import { type Duration, parseWindow } from "../duration.ts";
import { attempt } from "../errors.ts";
import { errorCount, percentile } from "../questions.ts";

/** How far back the figures look, if a script does not say. */
const DEFAULT_WINDOW: Duration = "5m";

/**
 * A percentile of a service's latency, in **nanoseconds**.
 *
 * @param service the service's name
 * @param metric the metric's name, such as `http.server.duration`
 * @param p which percentile, from 0 to 1: 0.99 is P99
 * @param window how far back to look: a duration such as `"5m"`, or milliseconds
 * @throws {CoralError} `not-found` if the service had no requests; `invalid-argument`, `budget-exceeded`, `timed-out`,
 * `denied`, `unavailable`
 */
export function getPercentile(
  service: string,
  metric: string,
  p: number,
  window: Duration | number = DEFAULT_WINDOW,
): Promise<number> {
  return attempt(
    "Failed to get percentile: ",
    getPercentile,
    () => percentile(service, metric, p, parseWindow(window)),
  );
}

/**
 * The share of a service's requests that failed, from 0 to 1; 0 if there were none.
 *
 * @param service the service's name
 * @param window how far back to look: a duration such as `"5m"`, or milliseconds
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function getErrorRate(
  service: string,
  window: Duration | number = DEFAULT_WINDOW,
): Promise<number> {
  return attempt("Failed to get error rate: ", getErrorRate, async () => {
    const { rate } = await errorCount(service, parseWindow(window));
    return rate;
  });
}

/** How busy a service is. */
export interface RequestRate {
  /** Requests a second, on the average over the window. */
  rps: number;
  /** Requests in the window. */
  totalRequests: number;
}

/**
 * How many requests a service has; 0 if there were none.
 *
 * @param service the service's name
 * @param window how far back to look, more than 0: a duration such as `"5m"`, or milliseconds
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function getRequestRate(
  service: string,
  window: Duration | number = DEFAULT_WINDOW,
): Promise<RequestRate> {
  return attempt("Failed to get request rate: ", getRequestRate, async () => {
    const nanoseconds = parseWindow(window);
    const { requestCount } = await errorCount(service, nanoseconds);
    const rps = nanoseconds > 0 ? requestCount / (nanoseconds / 1e9) : 0;
    return { rps, totalRequests: requestCount };
  });
}
