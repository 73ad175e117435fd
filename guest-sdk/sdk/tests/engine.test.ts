/**
 * The SDK as the engine loads it: over the host, and silent until it is asked.
 */

import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { answers, asked, emitted, hostError } from "../../platform/tests/fake_host.ts";

Deno.test("asks the host, and only when a script does", async () => {
  let contexts = 0;
  answers.context = () => {
    contexts += 1;
    return { script: "watch", runId: "run-1", parameters: [["checks", "1"]], services: undefined };
  };
  const { modules } = await import("../src/engine.ts");
  const coral = modules["jsr:@coral/sdk"] as typeof import("../src/agent/mod.ts");
  deepStrictEqual([asked, emitted, contexts], [[], [], 0]);

  answers.sql = () => ({ columns: ["a"], rows: [{ a: 1 }], count: 1, truncated: true });
  answers.percentile = () => {
    throw hostError("not-found", "no spans of orders in the last 5 minutes");
  };
  answers.errorRate = () => ({ rate: 0.4, requestCount: 5, errorCount: 2 });
  answers.traces = () => ({ columns: [], rows: [], count: 0, truncated: false });
  answers.cpu = () => 78.9;
  answers.memory = () => ({ used: 1, total: 2 });

  deepStrictEqual(await coral.db.query("SELECT 1 AS a"), {
    rows: [{ a: 1 }],
    count: 1,
    truncated: true,
  });
  await rejects(coral.getPercentile("orders", "", 0.5), {
    code: "not-found",
    message: "Failed to get percentile: no spans of orders in the last 5 minutes",
  });
  strictEqual(await coral.getErrorRate("payments", "1m"), 0.4);
  deepStrictEqual(await coral.traces.query({ service: "payments", timeRange: "1s" }), []);
  deepStrictEqual(await coral.getCPU(), { usage_percent: 78.9 });
  deepStrictEqual(await coral.getMemory(), { used: 1, total: 2 });
  deepStrictEqual(asked, [
    ["sql", "SELECT 1 AS a", [], undefined],
    ["percentile", "orders", "", 0.5, 3e11],
    ["errorRate", "payments", 6e10],
    ["traces", {
      service: "payments",
      minDurationNs: 0,
      windowNs: 1e9,
      errorsOnly: false,
      slowestFirst: false,
      limit: 100,
    }],
    ["cpu"],
    ["memory"],
  ]);

  await coral.emit("alert", { a: 1 }, "warning");
  deepStrictEqual(emitted, [["alert", '{"a":1}', "warning"]]);
  answers.emit = () => {
    throw hostError("budget-exceeded", "no event is left", { name: "events", limit: 1, used: 2 });
  };
  await rejects(coral.emit("alert", {}), {
    code: "budget-exceeded",
    budget: { name: "events", limit: 1, used: 2 },
  });

  strictEqual(coral.context.scope, "global");
  strictEqual(coral.context.scriptId, "watch");
  strictEqual(coral.context.params.get("checks"), "1");
  strictEqual(contexts, 1);
});
