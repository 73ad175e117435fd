/**
 * Watches the latency and the errors of a service, and emits an `alert` when
 * their state changes: when it gets worse, and when it is well again.
 *
 * Its parameters, and what they are where none are given, stand in coral.toml.
 * It looks once, unless it is given `checks`.
 */

import { activity, context, emit, metrics } from "@coral/sdk";

const METRIC = "http.server.duration";
const WINDOW_MS = 5 * 60_000;

/** From good to bad. */
type State = "healthy" | "degraded" | "critical";

/** What one look at the service found. */
interface Finding {
  state: State;
  requests: number;
  errorRate: number;
  /** Null where the service had no request. */
  p99Ms: number | null;
}

/**
 * A number out of a parameter. Under a host that has not read coral.toml,
 * nobody else has checked it.
 */
function numberOf(
  name: string,
  text: string,
  minimum: number,
  maximum: number,
): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= minimum && value <= maximum) return value;
  throw new RangeError(
    `the parameter ${name} must be from ${minimum} to ${maximum}, not "${text}"`,
  );
}

/** The same for a whole number. */
function integerOf(
  name: string,
  text: string,
  minimum: number,
  maximum: number,
): number {
  const value = numberOf(name, text, minimum, maximum);
  if (Number.isInteger(value)) return value;
  throw new RangeError(
    `the parameter ${name} must be a whole number, not "${text}"`,
  );
}

const { params } = context;
const service = params.get("service") ?? "payments";
const latencyMs = numberOf(
  "latency_ms",
  params.get("latency_ms") ?? "500",
  1,
  60_000,
);
const errorRate = numberOf(
  "error_rate",
  params.get("error_rate") ?? "0.05",
  0,
  1,
);
const checks = integerOf("checks", params.get("checks") ?? "1", 1, 1_000);
const pauseSeconds = integerOf(
  "pause_seconds",
  params.get("pause_seconds") ?? "30",
  1,
  3_600,
);

function stateOf(isSlow: boolean, isFailing: boolean): State {
  if (isSlow && isFailing) return "critical";
  return isSlow || isFailing ? "degraded" : "healthy";
}

/** Holds what the service did of late against the thresholds. */
async function look(): Promise<Finding> {
  const done = await activity.getServiceActivity(service, WINDOW_MS);
  // Without requests there is no latency either, and nothing to worry about.
  if (done === null) {
    return { state: "healthy", requests: 0, errorRate: 0, p99Ms: null };
  }
  const p99 = await metrics.getP99(service, METRIC, WINDOW_MS);
  const p99Ms = p99.value / 1e6; // it comes in nanoseconds
  const isSlow = p99Ms > latencyMs;
  const isFailing = done.errorRate > errorRate;
  return {
    state: stateOf(isSlow, isFailing),
    requests: done.requestCount,
    errorRate: done.errorRate,
    p99Ms,
  };
}

/** A finding in a line. */
function describe({ state, requests, errorRate, p99Ms }: Finding): string {
  if (p99Ms === null) return `${service}: no requests`;
  const latency = `P99 ${p99Ms.toFixed(1)} ms`;
  const errors = `${(errorRate * 100).toFixed(2)} % errors`;
  return `${service}: ${state}, ${latency}, ${errors} in ${requests} requests`;
}

/** Whoever is called at night wants to hear of a change, and of that once. */
async function tell(found: Finding, before: State): Promise<void> {
  if (found.state === before) return;
  const severity = {
    healthy: "info",
    degraded: "warning",
    critical: "critical",
  } as const;
  await emit("alert", {
    message: describe(found),
    service,
    state: found.state,
    before,
    p99_ms: found.p99Ms,
    p99_threshold_ms: latencyMs,
    error_rate: found.errorRate,
    error_rate_threshold: errorRate,
  }, severity[found.state]);
}

let state: State = "healthy";
for (let check = 1; check <= checks; check += 1) {
  try {
    const found = await look();
    console.log(describe(found));
    await tell(found, state);
    state = found.state;
  } catch (error) {
    // One look that fails must not end the watch. If it is the only one, it is
    // what the run was for.
    if (checks === 1) throw error;
    console.error(`${service}: check ${check} failed: ${error}`);
  }
  if (check < checks) {
    await new Promise((resolve) => setTimeout(resolve, pauseSeconds * 1_000));
  }
}
