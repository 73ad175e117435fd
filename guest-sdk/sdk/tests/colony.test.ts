/**
 * The API of `@coral/sdk` over a transport that the test holds: what it asks, what it makes of the answer, how it fails.
 */

import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import * as coral from "../src/colony/mod.ts";
import { answers, asked, rowsOf, test } from "./fake_transport.ts";

const MINUTES = 60 * 1e9;
const HOUR = 60 * MINUTES;

// deno-lint-ignore no-explicit-any -- wrong arguments are wanted
const loose: any = coral;

test("offers the namespaces of the second generation, emit and the context", () => {
  const names = Object.entries(coral).map(([name, value]) =>
    typeof value === "function" ? name : `${name}: ${Object.keys(value).join(" ")}`
  );
  deepStrictEqual(names.sort(), [
    "activity: listServiceActivity getServiceActivity getServiceErrors",
    "context: params scriptId executionId scope service services",
    "correlation: deploy remove list",
    "db: query",
    "emit",
    "metrics: getPercentile getP99 getP95 getP50",
    "services: list get",
    "skills: latencyReport errorCorrelation memoryLeakDetector",
    "system: getMetrics",
    "traces: findSlow findErrors",
  ]);
});

test("percentiles carry their unit, and are of an hour", async () => {
  answers.percentile = 650_000_000;
  const { timestamp, ...p99 } = await coral.metrics.getP99("payments", "m");
  deepStrictEqual(p99, { value: 650_000_000, unit: "nanoseconds" });
  ok(timestamp instanceof Date && Math.abs(Date.now() - timestamp.getTime()) < 60_000);
  await coral.metrics.getP95("payments", "m", 300_000, { colonyAddr: "nowhere:9000" });
  await coral.metrics.getP50("payments", "m", 0.5);
  await coral.metrics.getPercentile("payments", "m", 0.999);
  deepStrictEqual(asked, [
    ["percentile", "payments", "m", 0.99, HOUR],
    ["percentile", "payments", "m", 0.95, 5 * MINUTES],
    ["percentile", "payments", "m", 0.5, 500_000],
    ["percentile", "payments", "m", 0.999, HOUR],
  ]);
  await rejects(loose.metrics.getP99("payments", "m", "5m"), {
    name: "CoralError",
    code: "invalid-argument",
    message: "Failed to get percentile: the time range must be a number of milliseconds " +
      'from 0 on, not "5m"',
  });
});

test("services have a name and were last seen", async () => {
  const [first, second] = ["2026-01-01T00:00:00Z", null];
  answers.services = rowsOf(
    { service_name: "orders", span_count: 3, last_seen: first },
    { service_name: "payments", span_count: 5, last_seen: second },
  );
  const orders = {
    name: "orders",
    namespace: "",
    instanceCount: 1,
    lastSeen: new Date("2026-01-01T00:00:00Z"),
  };
  const payments = { name: "payments", namespace: "", instanceCount: 1 };
  deepStrictEqual(await coral.services.list(), [orders, payments]);
  deepStrictEqual(await coral.services.list(""), [orders, payments]);
  deepStrictEqual(await coral.services.list("prod"), []);
  deepStrictEqual(await coral.services.get("payments"), payments);
  strictEqual(await coral.services.get("Payments"), null);
  await rejects(loose.services.get(), { message: /^Failed to get service: the service must be/ });
});

test("activity counts requests and errors", async () => {
  const activity = {
    serviceName: "payments",
    requestCount: 5,
    errorCount: 2,
    errorRate: 0.4,
  };
  answers.activity = rowsOf({ service_name: "payments", request_count: 5, error_count: 2 });
  deepStrictEqual(await coral.activity.listServiceActivity(), [activity]);
  deepStrictEqual(await coral.activity.getServiceActivity("payments", 60_000), activity);
  deepStrictEqual(await coral.activity.getServiceErrors("payments"), {
    errorCount: 2,
    totalCount: 5,
    errorRate: 0.4,
  });
  deepStrictEqual(asked, [
    ["activity", undefined, HOUR],
    ["activity", "payments", MINUTES],
    ["activity", "payments", HOUR],
  ]);
});

test("without requests activity is null, and errors are zeros", async () => {
  answers.activity = rowsOf();
  deepStrictEqual(await coral.activity.listServiceActivity(), []);
  strictEqual(await coral.activity.getServiceActivity("nobody"), null);
  deepStrictEqual(await coral.activity.getServiceErrors("nobody"), {
    errorCount: 0,
    totalCount: 0,
    errorRate: 0,
  });
});

test("db.query gives every cell as a text, and NULL as null", async () => {
  const row = {
    whole: 7,
    wide: 2n ** 60n,
    half: 0.5,
    nan: NaN,
    far: -Infinity,
    yes: true,
    text: "a",
    at: "2026-01-01T00:00:00Z",
    nothing: null,
    list: [1, 2n ** 60n, NaN, null, { a: "b" }],
    ["__proto__"]: 1,
  };
  answers.query = { ...rowsOf(row), truncated: true };
  const { columns, rows, rowCount, truncated } = await coral.db.query("SELECT 1", 5);
  deepStrictEqual([columns, rowCount, truncated], [Object.keys(row), 1, true]);
  deepStrictEqual(Object.entries(rows[0]), [
    ["whole", "7"],
    ["wide", "1152921504606846976"],
    ["half", "0.5"],
    ["nan", "NaN"],
    ["far", "-Infinity"],
    ["yes", "true"],
    ["text", "a"],
    ["at", "2026-01-01T00:00:00Z"],
    ["nothing", null],
    ["list", '[1,"1152921504606846976","NaN",null,{"a":"b"}]'],
    ["__proto__", "1"],
  ]);
});

test("db.query gives a thousand rows if not told otherwise", async () => {
  answers.query = rowsOf();
  for (const maxRows of [undefined, 0, 1, 1e6, 1e12]) await coral.db.query("SELECT 1", maxRows);
  deepStrictEqual(asked.map(([, , , limit]) => limit), [1000, 1000, 1, 1e6, 2 ** 32 - 1]);
  for (const maxRows of [-1, 1.5, NaN, "5", null]) {
    await rejects(loose.db.query("SELECT 1", maxRows), {
      code: "invalid-argument",
      message: /^Query failed: the number of rows must be a whole number from 0 on, not /,
    });
  }
});

test("traces are found with durations in nanoseconds", async () => {
  answers.spans = rowsOf({
    trace_id: "trace-003",
    duration_ns: 650_000_000,
    start_time: "2026-01-01T00:00:00.5Z",
  });
  const trace = {
    traceId: "trace-003",
    durationNs: 650_000_000,
    timestamp: new Date("2026-01-01T00:00:00.5Z"),
    service: "payments",
  };
  deepStrictEqual(await coral.traces.findSlow("payments", 500_000_000), [trace]);
  deepStrictEqual(await coral.traces.findErrors("payments", 60_000, 5), [trace]);
  const slow = { errorsOnly: false, slowestFirst: true, limit: 100 };
  const failed = { errorsOnly: true, slowestFirst: false, limit: 5 };
  deepStrictEqual(asked, [
    ["spans", { service: "payments", minDuration: 5e8, window: HOUR, ...slow }],
    ["spans", { service: "payments", minDuration: 0, window: MINUTES, ...failed }],
  ]);
  await rejects(loose.traces.findSlow("payments", "500ms"), {
    message: "Failed to find slow traces: the shortest duration must be a number of " +
      'nanoseconds from 0 on, not "500ms"',
  });
});

test("system metrics are of the machine", async () => {
  const timestamp = "2026-01-01T00:00:00Z";
  answers.systemMetrics = rowsOf({
    name: "system.cpu.utilization",
    value: 78.9,
    unit: "%",
    timestamp,
  });
  answers.memory = { used: 14_495_514_624, total: 17_179_869_184 };
  deepStrictEqual(await coral.system.getMetrics("payments"), {
    cpuPercent: 78.9,
    memoryPercent: 84.375,
    memoryBytes: 14_495_514_624,
    timestamp: new Date(timestamp),
  });
  answers.systemMetrics = rowsOf();
  await rejects(coral.system.getMetrics("payments"), {
    code: "not-found",
    message: "Failed to get system metrics: the metric system.cpu.utilization was never recorded",
  });
});

test("correlations are not available", async () => {
  for (const name of ["deploy", "remove", "list"]) {
    await rejects(loose.correlation[name]("payments", {}), {
      code: "unavailable",
      message: `correlation.${name} is not available: no probes are attached here`,
    });
  }
});
