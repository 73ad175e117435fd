/**
 * The API of `jsr:@coral/sdk` over a transport that the test holds: what it asks, what it makes of the answer, how it fails.
 */

import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import * as coral from "../src/agent/mod.ts";
import { CoralError } from "../src/errors.ts";
import { answers, asked, rowsOf, test } from "./fake_transport.ts";

const MINUTES = 60 * 1e9;

// deno-lint-ignore no-explicit-any -- wrong arguments are wanted
const loose: any = coral;

test("offers the names of the original SDK and the context", () => {
  deepStrictEqual(Object.keys(coral).sort(), [
    "context",
    "db",
    "emit",
    "functions",
    "get",
    "getCPU",
    "getErrorRate",
    "getMemory",
    "getPercentile",
    "list",
    "metrics",
    "system",
    "traces",
  ]);
  strictEqual(coral.getCPU, coral.system.getCPU);
  strictEqual(coral.getPercentile, coral.metrics.getPercentile);
});

test("db.query binds parameters and gives rows", async () => {
  answers.query = { columns: ["a"], rows: [{ a: 1 }], count: 1, truncated: false };
  const result = await coral.db.query("SELECT ? AS a", [1n]);
  deepStrictEqual(result, { rows: [{ a: 1 }], count: 1, truncated: false });
  await coral.db.query("SELECT 1");
  deepStrictEqual(asked, [["query", "SELECT ? AS a", [1n]], ["query", "SELECT 1", []]]);
});

test("db.query refuses what cannot be bound", async () => {
  await rejects(loose.db.query("SELECT ?", [new Date(0)]), {
    code: "invalid-argument",
    message:
      "Query failed: parameter 1 must be null, a boolean, a number, a bigint or a text, not an object",
  });
  await rejects(loose.db.query("SELECT ?", "x"), /parameters must be an array, not "x"/);
  await rejects(loose.db.query(""), /the SQL text must be a text that is not empty, not ""/);
  await rejects(loose.db.query(), /not undefined/);
  deepStrictEqual(asked, []);
});

test("getPercentile gives nanoseconds of the last five minutes", async () => {
  answers.percentile = 650_000_000;
  strictEqual(await coral.getPercentile("payments", "http.server.duration", 0.99), 650_000_000);
  await coral.getPercentile("payments", "m", 1, "1h");
  await coral.getPercentile("payments", "m", 0, 60_000);
  deepStrictEqual(asked, [
    ["percentile", "payments", "http.server.duration", 0.99, 5 * MINUTES],
    ["percentile", "payments", "m", 1, 60 * MINUTES],
    ["percentile", "payments", "m", 0, MINUTES],
  ]);
  for (const p of [-0.1, 1.1, NaN, "0.9"]) {
    await rejects(loose.getPercentile("payments", "m", p), { code: "invalid-argument" });
  }
});

test("getErrorRate gives a fraction of its window", async () => {
  answers.errorRate = { rate: 0.4, requestCount: 5, errorCount: 2 };
  strictEqual(await coral.metrics.getErrorRate("payments"), 0.4);
  strictEqual(await coral.metrics.getErrorRate("payments", "1h"), 0.4);
  deepStrictEqual(asked, [
    ["errorRate", "payments", 5 * MINUTES],
    ["errorRate", "payments", 60 * MINUTES],
  ]);
  await rejects(coral.getErrorRate("payments", "soon"), {
    code: "invalid-argument",
    message: /^Failed to get error rate: "soon" is no duration: /,
  });
  await rejects(coral.getErrorRate("payments", -1), {
    message:
      "Failed to get error rate: the window must be a number of milliseconds from 0 on, not -1",
  });
});

test("getRequestRate gives requests a second", async () => {
  answers.errorRate = { rate: 0, requestCount: 600, errorCount: 0 };
  const { getRequestRate } = coral.metrics;
  deepStrictEqual(await getRequestRate("payments"), { rps: 2, totalRequests: 600 });
  deepStrictEqual(await getRequestRate("payments", 60_000), { rps: 10, totalRequests: 600 });
  deepStrictEqual(await getRequestRate("payments", "0s"), { rps: 0, totalRequests: 600 });
  deepStrictEqual(asked.map(([, , window]) => window), [5 * MINUTES, MINUTES, 0]);
});

test("traces.query gives spans with all their fields", async () => {
  const span = {
    trace_id: "trace-003",
    span_id: "span-003",
    duration_ns: 650_000_000,
    is_error: true,
    http_status: 500,
    http_method: "POST",
    http_route: "/api/payments",
  };
  const extra = { service_name: "payments", start_time: "2024-01-01T00:00:00Z" };
  const bare = { ...span, http_status: null, http_method: null, http_route: null };
  answers.spans = rowsOf({ ...span, ...extra }, bare);
  deepStrictEqual(
    await coral.traces.query({ service: "payments", minDuration: "500ms", timeRange: "1h" }),
    [span, { ...span, http_status: 0, http_method: "", http_route: "" }],
  );
  await coral.traces.query({ service: "orders" });
  const newest = { errorsOnly: false, slowestFirst: false, limit: 100 };
  deepStrictEqual(asked, [
    ["spans", { service: "payments", minDuration: 5e8, window: 60 * MINUTES, ...newest }],
    ["spans", { service: "orders", minDuration: 0, window: undefined, ...newest }],
  ]);
  await rejects(loose.traces.query(), { message: /^Failed to query traces: the options must be/ });
});

test("slow and failed spans are found, of an hour if not said otherwise", async () => {
  answers.spans = rowsOf({ trace_id: "a", duration_ns: 5e8 }, { trace_id: "b", duration_ns: 4e8 });
  const { traces, totalCount } = await coral.traces.findSlow("payments", 300);
  deepStrictEqual([traces.map(({ trace_id }) => trace_id), totalCount], [["a", "b"], 2]);
  await coral.traces.findSlow("payments", 0.5, 60_000, 7);
  await coral.traces.findErrors("payments");
  await coral.traces.findErrors("payments", "5m", 10_000);
  const hour = 60 * MINUTES;
  const slow = { service: "payments", errorsOnly: false, slowestFirst: true };
  const failed = { service: "payments", minDuration: 0, errorsOnly: true, slowestFirst: false };
  deepStrictEqual(asked, [
    ["spans", { ...slow, minDuration: 3e8, window: hour, limit: 100 }],
    ["spans", { ...slow, minDuration: 5e5, window: MINUTES, limit: 7 }],
    ["spans", { ...failed, window: hour, limit: 100 }],
    ["spans", { ...failed, window: 5 * MINUTES, limit: 10_000 }],
  ]);
  for (const limit of [0, 10_001, 1.5, "5"]) {
    await rejects(loose.traces.findErrors("payments", "5m", limit), {
      code: "invalid-argument",
      message: /^Failed to find error traces: the limit must be a whole number from 1 to 10000/,
    });
  }
  await rejects(loose.traces.findSlow("payments"), {
    message: "Failed to find slow traces: the shortest duration must be a number of " +
      "milliseconds from 0 on, not undefined",
  });
});

test("system gives the latest use", async () => {
  answers.cpu = 78.9;
  answers.memory = { used: 14_495_514_624, total: 17_179_869_184 };
  deepStrictEqual(await coral.system.getCPU(), { usage_percent: 78.9 });
  deepStrictEqual(await coral.getMemory(), { used: 14_495_514_624, total: 17_179_869_184 });
});

test("system metrics are asked for by name", async () => {
  const timestamp = "2026-01-01T00:00:00Z";
  answers.systemMetrics = rowsOf(
    { name: "a", value: 1.5, unit: "percent", timestamp },
    { name: "b", value: 2n ** 60n, unit: null, timestamp },
  );
  deepStrictEqual(await coral.system.getMetrics(["a", "b"]), {
    metrics: [
      { name: "a", value: 1.5, unit: "percent", timestamp },
      { name: "b", value: 2 ** 60, unit: "", timestamp },
    ],
  });
  await coral.system.getMetrics();
  deepStrictEqual(asked, [["systemMetrics", ["a", "b"]], ["systemMetrics", []]]);
  await rejects(loose.system.getMetrics("a"), { message: /the names must be an array of texts/ });
  await rejects(loose.system.getMetrics([""]), { message: /the name of a metric must be a text/ });
});

test("emit sends JSON, and info where it is told no severity", async () => {
  const data = { message: "late", p99: 650n, at: new Date(0), nothing: null, left: undefined };
  await coral.emit("alert", data, "critical");
  await loose.emit("done");
  deepStrictEqual(asked, [
    [
      "emit",
      "alert",
      '{"message":"late","p99":650,"at":"1970-01-01T00:00:00.000Z","nothing":null}',
      "critical",
    ],
    ["emit", "done", "{}", "info"],
  ]);
});

test("emit refuses what is no event", async () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const wrong: [list: unknown[], message: RegExp][] = [
    [["", {}], /^Failed to emit event: the name must be a text that is not empty, not ""$/],
    [[5, {}], /the name must be/],
    [["x", {}, "fatal"], /the severity must be one of "info", .*, not "fatal"$/],
    [["x", []], /the data must be an object, not an array$/],
    [["x", null], /the data must be an object, not null$/],
    [["x", "text"], /the data must be an object, not "text"$/],
    [
      ["x", { total: 2n ** 60n }],
      /data\.total is 1152921504606846976n, which a JSON number cannot/,
    ],
    [["x", circle], /the data cannot be written as JSON: /],
    [["x", { toJSON: () => 5 }], /the data must be written as a JSON object, not as 5$/],
  ];
  for (const [list, message] of wrong) {
    await rejects(loose.emit(...list), { name: "CoralError", code: "invalid-argument", message });
  }
  deepStrictEqual(asked, []);
});

test("functions are not available", async () => {
  for (const name of ["list", "get"]) {
    await rejects(loose.functions[name]("payments", "main"), {
      code: "unavailable",
      message: `functions.${name} is not available: no metadata of functions is recorded`,
    });
  }
});

test("the context tells of the run", () => {
  const { context } = coral;
  deepStrictEqual([...context.params], [["checks", "2"], ["empty", ""]]);
  strictEqual(context.params.get("missing"), undefined);
  deepStrictEqual(
    [context.scriptId, context.executionId, context.scope, context.service?.name],
    ["watch", "run-1", "service", "payments"],
  );
  strictEqual(context.service, context.service);
  match(Deno.inspect(context), /params: Map\(2\)/);
});

test("the service of a run is asked about without being named", async () => {
  const service = coral.context.service!;
  answers.percentile = 650_000_000;
  answers.errorRate = { rate: 0.4, requestCount: 5, errorCount: 2 };
  answers.spans = rowsOf({ trace_id: "a" });
  deepStrictEqual(await service.getPercentile("m", 0.99), {
    value: 650_000_000,
    unit: "nanoseconds",
  });
  deepStrictEqual(await service.getErrorRate(60_000), {
    rate: 0.4,
    totalRequests: 5,
    errorRequests: 2,
  });
  strictEqual((await service.findSlowTraces(500)).totalCount, 1);
  strictEqual((await service.findErrors(60_000, 5)).traces[0].trace_id, "a");
  deepStrictEqual(asked.slice(0, 2), [
    ["percentile", "payments", "m", 0.99, 5 * MINUTES],
    ["errorRate", "payments", MINUTES],
  ]);
  deepStrictEqual(asked.slice(2).map(([, question]) => question), [
    {
      service: "payments",
      minDuration: 5e8,
      window: 60 * MINUTES,
      errorsOnly: false,
      slowestFirst: true,
      limit: 100,
    },
    {
      service: "payments",
      minDuration: 0,
      window: MINUTES,
      errorsOnly: true,
      slowestFirst: false,
      limit: 5,
    },
  ]);
  await rejects(service.getPercentile("m", 2), {
    code: "invalid-argument",
    message: "Failed to get percentile: the percentile must be a number from 0 to 1, not 2",
  });
});

test("a failure keeps its code, its budget, and the place of the call", async () => {
  answers.query = Object.assign(new Error("no query is left"), {
    code: "budget-exceeded",
    budget: { name: "queries", limit: 3, used: 4 },
  });
  const failure = await (async function caller() {
    try {
      await coral.db.query("SELECT 1");
    } catch (error) {
      return error as CoralError;
    }
  })();
  ok(failure instanceof CoralError);
  strictEqual(String(failure), "CoralError: Query failed: no query is left");
  strictEqual(failure.code, "budget-exceeded");
  deepStrictEqual(failure.budget, { name: "queries", limit: 3, used: 4 });
  match(failure.stack!, /^CoralError: Query failed: no query is left\n\s+at caller \(/);
});

test("each call has the prefix of the original SDK", async () => {
  const prefixes: [name: string, call: () => Promise<unknown>, prefix: string][] = [
    ["query", () => coral.db.query("x"), "Query failed: "],
    ["percentile", () => coral.getPercentile("s", "m", 0.5), "Failed to get percentile: "],
    ["errorRate", () => coral.getErrorRate("s"), "Failed to get error rate: "],
    ["spans", () => coral.traces.query({ service: "s" }), "Failed to query traces: "],
    ["cpu", () => coral.getCPU(), "Failed to get CPU usage: "],
    ["memory", () => coral.getMemory(), "Failed to get memory usage: "],
    ["emit", () => coral.emit("x", {}), "Failed to emit event: "],
  ];
  for (const [name, call, prefix] of prefixes) {
    answers[name] = Object.assign(new Error("why"), { code: "not-found" });
    await rejects(call, { name: "CoralError", code: "not-found", message: `${prefix}why` });
    answers[name] = new TypeError("why");
    await rejects(call, { code: "unavailable", message: `${prefix}why` });
  }
});
