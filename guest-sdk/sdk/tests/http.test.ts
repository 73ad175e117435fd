/**
 * The transport over HTTP: what it requests, what it makes of an answer, and how it fails.
 */

import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import * as coral from "../src/agent/mod.ts";
import { type SqlParameter, type Transport, useTransport } from "../src/transport.ts";
import { httpTransport } from "../src/transport_http.ts";
import { type FakeServer, queryOf, withServer } from "./fake_server.ts";

const facts = () => ({
  scriptId: "watch",
  executionId: "run-1",
  parameters: [],
  services: undefined,
});

const at = (url: string, token?: string): Transport => httpTransport({ url, token, facts });

interface Fixture {
  server: FakeServer;
  transport: Transport;
  /** Sets what the server answers from now on. */
  answer(value: unknown, status?: number): void;
  /** The body of the request number `index`, or of the last. */
  body(index?: number): string;
}

function test(name: string, work: (fixture: Fixture) => Promise<void>): void {
  Deno.test(name, () =>
    withServer(async (server) => {
      await work({
        server,
        transport: at(server.url),
        answer(value, status = 200) {
          const body = typeof value === "string" ? value : JSON.stringify(value);
          server.answer = { status, body };
        },
        body: (index = -1) => server.received.at(index)!.body,
      });
    }));
}

const rowsOf = (rows: string, columns: [name: string, type: string][]) =>
  `{"rows":${rows},"count":1,"truncated":false,"columns":${
    JSON.stringify(columns.map(([name, type]) => ({ name, type })))
  }}`;

test("a statement is posted with its parameters", async ({ server, transport, answer, body }) => {
  answer({
    rows: [{ a: 1 }],
    count: 1,
    truncated: true,
    columns: [{ name: "a", type: "int64" }],
  });
  const values = [null, true, 1, 1.5, 'it\'s "ü"'];
  deepStrictEqual(await transport.query('SELECT "ü"', values), {
    columns: ["a"],
    rows: [{ a: 1 }],
    count: 1,
    truncated: true,
  });
  const [{ method, path, headers }] = server.received;
  deepStrictEqual([method, path], ["POST", "/db/query"]);
  deepStrictEqual(JSON.parse(body()), {
    sql: 'SELECT "ü"',
    parameters: values,
    wide_integers: "text",
    limit: null,
  });
  strictEqual(headers.get("accept"), "application/json");
  strictEqual(headers.get("content-type"), "application/json");
  strictEqual(headers.get("authorization"), null);
  strictEqual(server.received.length, 1);
  await transport.query("SELECT 1", [], 7);
  strictEqual(JSON.parse(body()).limit, 7);
});

test("whole numbers are sent as BIGINT where they are exact, else as DOUBLE", async (fixture) => {
  const { transport, answer, body } = fixture;
  answer(rowsOf("[]", []));
  const numbers: [value: SqlParameter, text: string][] = [
    [3, "3"],
    [-0, "0"],
    [2 ** 53 - 1, "9007199254740991"],
    [2 ** 53, "9.007199254740992e+15"],
    [1e300, "1e+300"],
    [0.1, "0.1"],
    [2n ** 63n - 1n, "9223372036854775807"],
    [-(2n ** 63n), "-9223372036854775808"],
    [NaN, '{"double":"NaN"}'],
    [-Infinity, '{"double":"-Infinity"}'],
  ];
  await transport.query("SELECT 1", numbers.map(([value]) => value));
  ok(body().includes(`"parameters":[${numbers.map(([, text]) => text)}]`), body());
});

test("bigints beyond 64 bits are refused", async ({ server, transport }) => {
  await rejects(transport.query("SELECT ?, ?", [1, 2n ** 63n]), {
    code: "invalid-argument",
    message: "parameter 2 is a bigint outside of 64 bits: pass it as a text",
  });
  deepStrictEqual(server.received, []);
});

test("cells become numbers and bigints by their column", async ({ transport, answer }) => {
  const columns: [string, string][] = [
    ["i", "int64"],
    ["d", "double"],
    ["b", "boolean"],
    ["t", "text"],
    ["s", "timestamp"],
    ["j", "json"],
  ];
  answer(rowsOf(
    `[{"i":"9007199254740993","d":"NaN","b":true,"t":"5","s":"2026-01-31T12:00:00Z","j":["NaN"]},
      {"i":7,"d":1.0,"b":null,"t":"NaN","s":null,"j":{"i":"1"}},
      {"i":"-9223372036854775808","d":"Infinity","b":null,"t":null,"s":null,"j":null},
      {"i":null,"d":"-Infinity","b":null,"t":null,"s":null,"j":"1"}]`,
    columns,
  ));
  const { rows } = await transport.query("SELECT 1", []);
  deepStrictEqual(rows, [
    { i: 9007199254740993n, d: NaN, b: true, t: "5", s: "2026-01-31T12:00:00Z", j: ["NaN"] },
    { i: 7, d: 1, b: null, t: "NaN", s: null, j: { i: "1" } },
    { i: -(2n ** 63n), d: Infinity, b: null, t: null, s: null, j: null },
    { i: null, d: -Infinity, b: null, t: null, s: null, j: "1" },
  ]);
});

test("a column named __proto__ is a column", async ({ transport, answer }) => {
  answer(rowsOf('[{"__proto__":"9007199254740993"},{"__proto__":1}]', [["__proto__", "int64"]]));
  const { rows } = await transport.query("SELECT 1", []);
  deepStrictEqual(rows.map((row) => Object.entries(row)), [
    [["__proto__", 9007199254740993n]],
    [["__proto__", 1]],
  ]);
  strictEqual(Object.getPrototypeOf(rows[0]), Object.prototype);
});

test("of two columns with one name, the last counts", async ({ transport, answer }) => {
  answer(rowsOf('[{"a":"5"}]', [["a", "int64"], ["a", "text"]]));
  deepStrictEqual((await transport.query("SELECT 1", [])).rows, [{ a: "5" }]);
});

test("figures are asked for with their window in nanoseconds", async (fixture) => {
  const { server, transport, answer } = fixture;
  answer({ value: 0.4, request_count: 5, error_count: 2 });
  strictEqual(await transport.percentile("pay & go", "http.server.duration", 0.99, 3e11), 0.4);
  strictEqual(await transport.percentile("payments", "", 1e-7, 2 ** 62), 0.4);
  deepStrictEqual(await transport.errorRate("payments", 6e10), {
    rate: 0.4,
    requestCount: 5,
    errorCount: 2,
  });
  const [first, second, third] = server.received.map(({ path }) => path);
  match(first, /^\/metrics\/percentile\?/);
  deepStrictEqual(queryOf(first), {
    service: "pay & go",
    metric: "http.server.duration",
    p: "0.99",
    window: "300000000000ns",
  });
  deepStrictEqual(queryOf(second), {
    service: "payments",
    p: "1e-7",
    window: "4611686018427387904ns",
  });
  strictEqual(third, "/metrics/error-rate?service=payments&window=60000000000ns");
  deepStrictEqual(server.received.map(({ method }) => method), ["GET", "GET", "GET"]);
});

test("spans are asked for with the bounds that are given", async (fixture) => {
  const { server, transport, answer } = fixture;
  const spans = [{ trace_id: "trace-003", duration_ns: 650_000_000 }];
  answer({ traces: spans, count: 1 });
  const question = {
    service: "payments",
    minDuration: 0,
    window: undefined,
    errorsOnly: false,
    slowestFirst: false,
    limit: 100,
  };
  deepStrictEqual(await transport.spans(question), {
    columns: ["trace_id", "duration_ns"],
    rows: spans,
    count: 1,
    truncated: false,
  });
  await transport.spans({ ...question, minDuration: 5e8, window: 3.6e12 });
  await transport.spans({ ...question, errorsOnly: true, slowestFirst: true });
  deepStrictEqual(server.received.map(({ path }) => path), [
    "/traces/query?service=payments&limit=100",
    "/traces/query?service=payments&minDuration=500000000ns&timeRange=3600000000000ns&limit=100",
    "/traces/query?service=payments&errorsOnly=true&order=slowest&limit=100",
  ]);
});

test("the use of the machine is asked for", async ({ server, transport, answer }) => {
  answer({ usage_percent: 78.9, used: 1, total: 2 });
  strictEqual(await transport.cpu(), 78.9);
  deepStrictEqual(await transport.memory(), { used: 1, total: 2 });
  deepStrictEqual(server.received.map(({ path }) => path), ["/system/cpu", "/system/memory"]);
});

test("metrics and services are asked for", async ({ server, transport, answer }) => {
  const metrics = [{ name: "a", value: 1, unit: null, timestamp: "2026-01-01T00:00:00Z" }];
  const services = [{ service_name: "payments", request_count: 5, error_count: 2 }];
  answer({ metrics, services });
  deepStrictEqual((await transport.systemMetrics(["a", "b & c"])).rows, metrics);
  await transport.systemMetrics([]);
  deepStrictEqual((await transport.services()).rows, services);
  deepStrictEqual((await transport.activity(undefined, 3e11)).rows, services);
  await transport.activity("payments", 1);
  deepStrictEqual(server.received.map(({ path }) => path), [
    "/system/metrics?name=a&name=b+%26+c",
    "/system/metrics",
    "/services",
    "/services/activity?window=300000000000ns",
    "/services/activity?service=payments&window=1ns",
  ]);
});

test("an event is posted with its data as they are", async ({ server, transport, answer, body }) => {
  answer({ status: "ok" });
  strictEqual(await transport.emit('al"ert', '{"a":1.0,"a":2}', "critical"), undefined);
  deepStrictEqual([server.received[0].method, server.received[0].path], ["POST", "/emit"]);
  strictEqual(body(), '{"name":"al\\"ert","data":{"a":1.0,"a":2},"severity":"critical"}');
});

test("a token is sent with every request, and a slash behind the address is none", async (fixture) => {
  const { server, answer } = fixture;
  const transport = at(`${server.url}/`, "secret");
  answer({ usage_percent: 1, status: "ok" });
  await transport.cpu();
  await transport.emit("x", "{}", "info");
  deepStrictEqual(
    server.received.map(({ path, headers }) => [path, headers.get("authorization")]),
    [["/system/cpu", "Bearer secret"], ["/emit", "Bearer secret"]],
  );
});

test("a server's error keeps its code, text and budget", async ({ transport, answer }) => {
  const statuses = {
    "invalid-argument": 400,
    "query-failed": 400,
    "denied": 403,
    "not-found": 404,
    "budget-exceeded": 429,
    "unavailable": 503,
    "timed-out": 504,
  };
  for (const [code, status] of Object.entries(statuses)) {
    answer({ error: { code, message: "why" } }, status);
    await rejects(transport.query("SELECT 1", []), { name: "Error", code, message: "why" });
    await rejects(transport.cpu(), { code, message: "why" });
    await rejects(async () => await transport.emit("x", "{}", "info"), { code, message: "why" });
  }
  const budget = { name: "queries", limit: 3, used: 4 };
  answer({ error: { code: "budget-exceeded", message: "no query is left", budget } }, 429);
  useTransport(transport);
  await rejects(coral.db.query("SELECT 1"), {
    name: "CoralError",
    code: "budget-exceeded",
    message: "Query failed: no query is left",
    budget,
  });
});

test("what is no answer of Coral's names the server and the remedy", async (fixture) => {
  const { server, transport, answer } = fixture;
  const answers: [body: unknown, status: number][] = [
    ["<html>Welcome</html>", 200],
    ["", 200],
    ["[]", 200],
    ["null", 200],
    ["5", 200],
    ["Bad Gateway", 502],
    [{ error: "not found" }, 404],
    [{ error: null }, 500],
    [{ error: { code: "denied" } }, 403],
  ];
  for (const [body, status] of answers) {
    answer(body, status);
    await rejects(transport.cpu(), {
      code: "unavailable",
      message: `${server.url} gives no answer of Coral's (status ${status}): ` +
        `start \`coral-wasm serve\`, and run Deno with --allow-net=${new URL(server.url).host}`,
    });
  }
});

test("an answer that lacks what was asked for is an error", async ({ transport, answer }) => {
  const question = {
    service: "s",
    minDuration: 0,
    window: undefined,
    errorsOnly: false,
    slowestFirst: false,
    limit: 1,
  };
  const calls: [lacking: RegExp, call: () => Promise<unknown>][] = [
    [/without the number `value`/, () => transport.percentile("s", "", 0.5, 1)],
    [/without the number `value`/, () => transport.errorRate("s", 1)],
    [/without the number `usage_percent`/, () => transport.cpu()],
    [/without the number `used`/, () => transport.memory()],
    [/without the list `rows`/, () => transport.query("SELECT 1", [])],
    [/without the list `traces`/, () => transport.spans(question)],
    [/without the list `metrics`/, () => transport.systemMetrics([])],
    [/without the list `services`/, () => transport.services()],
    [/without the list `services`/, () => transport.activity("s", 1)],
    [/without the status `ok`/, async () => await transport.emit("x", "{}", "info")],
  ];
  for (const body of [{}, { value: null, usage_percent: "1", used: NaN, rows: {}, traces: 5 }]) {
    answer(body);
    for (const [message, call] of calls) await rejects(call, { code: "unavailable", message });
  }
});

Deno.test("a server that is not there is unavailable", async () => {
  let url = "";
  await withServer(async (server) => {
    await null;
    url = server.url;
  });
  await rejects(at(url).cpu(), (error: Error & { code: string }) => {
    strictEqual(error.code, "unavailable");
    match(error.message, /^http:\/\/127\.0\.0\.1:\d+ cannot be reached \(.*[Cc]onnection refused/);
    match(
      error.message,
      /start `coral-wasm serve`, and run Deno with --allow-net=127\.0\.0\.1:\d+$/,
    );
    return true;
  });
  await rejects(at("nowhere").cpu(), {
    code: "unavailable",
    message: /^nowhere cannot be reached \(Invalid URL.*--allow-net=nowhere$/,
  });
});

Deno.test("a missing permission is denied in Deno's words", async () => {
  await rejects(at("http://localhost:9003").cpu(), {
    code: "denied",
    message: /^Requires net access to "localhost:9003", run again with the --allow-net flag$/,
  });
});

Deno.test("the facts are the run's", () => {
  deepStrictEqual(at("http://localhost:9003").facts(), facts());
});

test("no more than so many questions are in flight, and few requests at once", async (fixture) => {
  const { server, answer } = fixture;
  const few = httpTransport({ url: server.url, pendingRequests: 100, facts });
  answer({ usage_percent: 1 });
  const asked = await Promise.allSettled(Array.from({ length: 101 }, () => few.cpu()));
  strictEqual(asked.filter(({ status }) => status === "fulfilled").length, 100);
  const [refused] = asked.filter((result) => result.status === "rejected");
  strictEqual(
    refused.reason.message,
    "the run's budget of requests is used up: 101 of 100",
  );
  deepStrictEqual(refused.reason.budget, { name: "requests", limit: 100, used: 101 });
  strictEqual(await few.cpu(), 1);
});

test("events arrive in the order in which they were emitted", async (fixture) => {
  const { server, transport, answer } = fixture;
  answer({ status: "ok" });
  const names = Array.from({ length: 50 }, (_, turn) => `event ${turn}`);
  await Promise.all(names.map((name) => transport.emit(name, "{}", "info")));
  deepStrictEqual(server.received.map(({ body }) => JSON.parse(body).name), names);
});
