/**
 * Prints how every service did: its requests, how many of them failed, and its
 * latency.
 *
 * Its parameters, and what they are where none are given, stand in coral.toml.
 * It emits nothing.
 */

import { activity, context, metrics } from "@coral/sdk";

const METRIC = "http.server.duration";
const HOUR_MS = 3_600_000;

/** What the services may be sorted by, the largest first. */
const ORDERS = {
  requests: (line: Line) => line.requests,
  errors: (line: Line) => line.errorRate,
  latency: (line: Line) => line.p99Ms ?? 0,
};

/** A line of the report. */
interface Line {
  service: string;
  requests: number;
  errorRate: number;
  /** Null where it could not be found out. */
  p50Ms: number | null;
  p99Ms: number | null;
}

/**
 * How far back to look. Under a host that has not read coral.toml, nobody else
 * has checked it.
 */
function hoursOf(text: string): number {
  const hours = Number(text);
  if (Number.isInteger(hours) && hours >= 1 && hours <= 168) return hours;
  throw new RangeError(
    `the parameter hours must be a whole number from 1 to 168, not "${text}"`,
  );
}

/** What to sort by. */
function orderOf(text: string): (line: Line) => number {
  const found = Object.entries(ORDERS).find(([name]) => name === text);
  if (found) return found[1];
  const names = Object.keys(ORDERS).join(", ");
  throw new RangeError(
    `the parameter sort must be one of ${names}, not "${text}"`,
  );
}

const hours = hoursOf(context.params.get("hours") ?? "1");
const order = orderOf(context.params.get("sort") ?? "requests");

/**
 * Milliseconds of a latency; null for a service that has none, which must not
 * hide the others.
 */
async function milliseconds(
  latency: Promise<{ value: number }>,
): Promise<number | null> {
  try {
    return (await latency).value / 1e6; // it comes in nanoseconds
  } catch {
    return null;
  }
}

/**
 * What is to be told of every service. None needs another's figures, so all are
 * asked for at once.
 */
async function lines(): Promise<Line[]> {
  const window = hours * HOUR_MS;
  const services = await activity.listServiceActivity(window);
  return await Promise.all(
    services.map(async ({ serviceName, requestCount, errorRate }) => {
      const [p50Ms, p99Ms] = await Promise.all([
        milliseconds(metrics.getP50(serviceName, METRIC, window)),
        milliseconds(metrics.getP99(serviceName, METRIC, window)),
      ]);
      return {
        service: serviceName,
        requests: requestCount,
        errorRate,
        p50Ms,
        p99Ms,
      };
    }),
  );
}

/**
 * Cells below each other: the first of each row to the left, all others to the
 * right.
 */
function table(rows: string[][]): string {
  const pad = (cell: string, column: number) => {
    const width = Math.max(...rows.map((row) => row[column].length));
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  };
  return rows.map((row) => row.map(pad).join("  ")).join("\n");
}

const found = (await lines()).sort((one, other) => order(other) - order(one));
if (found.length === 0) {
  console.log(`No service had a request in the last ${hours} h.`);
} else {
  const latency = (value: number | null) => value?.toFixed(1) ?? "unknown";
  const cells = found.map(({ service, requests, errorRate, p50Ms, p99Ms }) => [
    service,
    String(requests),
    (errorRate * 100).toFixed(2),
    latency(p50Ms),
    latency(p99Ms),
  ]);
  console.log(
    table([["service", "requests", "errors %", "P50 ms", "P99 ms"], ...cells]),
  );
}
