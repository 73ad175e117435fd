/**
 * The skills over a transport that the test holds: how they judge, and what they give.
 */

import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { skills } from "../src/colony/mod.ts";
import type { SkillResult } from "../src/skills/result.ts";
import { answers, asked, rowsOf, test } from "./fake_transport.ts";

/** Requests and errors of services, by name. */
function activityOf(services: Record<string, [requests: number, errors: number]>) {
  return rowsOf(
    ...Object.entries(services).map(([service_name, [request_count, error_count]]) => ({
      service_name,
      request_count,
      error_count,
    })),
  );
}

/** The result of a skill, and what it wrote to standard error. */
async function watching(skill: () => Promise<SkillResult>): Promise<[SkillResult, string[]]> {
  const lines: string[] = [];
  const { error } = console;
  console.error = (line: string) => void lines.push(line);
  try {
    return [await skill(), lines];
  } finally {
    console.error = error;
  }
}

test("latency-report tells the slow from those that fail and the healthy", async () => {
  answers.activity = activityOf({ fast: [100, 5], failing: [100, 6], slow: [10, 0], odd: [1, 0] });
  const latencies: Record<string, number> = { fast: 500e6, failing: 30e6, slow: 500.1e6 };
  answers.percentile = (service: string) => {
    if (service in latencies) return latencies[service];
    throw Object.assign(new Error("none"), { code: "not-found" });
  };
  const [result, lines] = await watching(() => skills.latencyReport());
  deepStrictEqual(result, {
    summary: "2 service(s) above threshold: failing, slow",
    status: "critical",
    data: {
      threshold_ms: 500,
      services: [
        { service: "fast", p99Ms: 500, errorRate: 0.05, status: "healthy" },
        { service: "failing", p99Ms: 30, errorRate: 0.06, status: "warning" },
        { service: "slow", p99Ms: 500.1, errorRate: 0, status: "critical" },
        { service: "odd", p99Ms: null, errorRate: 0, status: "unknown" },
      ],
    },
    recommendations: [
      "Investigate failing: P99=30.0ms, error_rate=6.00%",
      "Investigate slow: P99=500.1ms, error_rate=0.00%",
    ],
  });
  deepStrictEqual(lines, [
    "fast: P99=500.0ms, error_rate=5.00%, healthy",
    "failing: P99=30.0ms, error_rate=6.00%, warning",
    "slow: P99=500.1ms, error_rate=0.00%, critical",
    "odd: P99=unknown, error_rate=0.00%, unknown",
  ]);
  const [one] = await watching(() => skills.latencyReport({ service: "fast", threshold_ms: 1000 }));
  strictEqual(one.summary, "All 1 service(s) within P99 latency threshold (1000ms)");
  deepStrictEqual([one.status, one.recommendations], ["healthy", []]);
  const [odd] = await watching(() => skills.latencyReport({ service: "odd" }));
  deepStrictEqual([odd.status, odd.summary], [
    "unknown",
    "The P99 latency of 1 service(s) is not known.",
  ]);
});

test("without services every skill knows nothing", async () => {
  answers.activity = rowsOf();
  answers.query = rowsOf();
  const found = [
    await skills.latencyReport({ threshold_ms: 1, service: "nobody" }),
    await skills.errorCorrelation({ threshold: 1, window_ms: 2 }),
    await skills.memoryLeakDetector({ window_ms: 1, min_growth_rate_bps: 2 }),
  ];
  deepStrictEqual(found, [
    {
      summary: "No services found.",
      status: "unknown",
      data: { threshold_ms: 1, services: [] },
    },
    {
      summary: "No services found.",
      status: "unknown",
      data: { threshold: 1, window_ms: 2, spiking: [], healthy: [] },
    },
    {
      summary: "No memory samples found.",
      status: "unknown",
      data: { window_ms: 1, min_growth_rate_bps: 2, services: [] },
    },
  ]);
});

test("error-correlation takes three spikes for a cascade", async () => {
  const statusOf = async (services: Record<string, [number, number]>) => {
    answers.activity = activityOf(services);
    const [{ status, summary }] = await watching(() => skills.errorCorrelation());
    return [status, summary];
  };
  deepStrictEqual(await statusOf({ a: [1000, 49], b: [1, 0] }), [
    "healthy",
    "No error spikes in 2 service(s)",
  ]);
  deepStrictEqual(await statusOf({ a: [100, 5], b: [1, 0] }), [
    "warning",
    "Error spike in 1 service(s): a",
  ]);
  deepStrictEqual(await statusOf({ a: [1, 1], b: [2, 1], c: [3, 1], d: [4, 0] }), [
    "critical",
    "Cascading errors in 3 service(s): a, b, c",
  ]);
  answers.activity = activityOf({ a: [4, 1], b: [1, 0] });
  const [result, lines] = await watching(() => skills.errorCorrelation({ threshold: 0.25 }));
  deepStrictEqual(result.data, {
    threshold: 0.25,
    window_ms: 300_000,
    spiking: [{ service: "a", errorRate: 0.25, errorCount: 1, requestCount: 4 }],
    healthy: [{ service: "b", errorRate: 0 }],
  });
  deepStrictEqual(result.recommendations, [
    "Check a: 25.00% errors (1 of 4 requests)",
    "Look at the logs and the latest deployments of these services",
  ]);
  deepStrictEqual(lines, ["a: error_rate=25.00%", "b: error_rate=0.00%"]);
  deepStrictEqual(asked.at(-1), ["activity", undefined, 300e9]);
});

test("memory-leak-detector finds growth between the first sample and the last", async () => {
  const row = (service: string, last_bytes: number) => ({
    service,
    first_bytes: 1_024_000,
    last_bytes,
    seconds: 10,
    sample_count: 3,
  });
  answers.query = rowsOf(row("a", 2_048_000), row("b", 2_047_999), row("c", 0));
  const [result, lines] = await watching(() => skills.memoryLeakDetector());
  deepStrictEqual([result.status, result.summary], [
    "warning",
    "1 service(s) may leak memory: a",
  ]);
  const [a, b, c] = result.data.services as Record<string, unknown>[];
  deepStrictEqual(a, {
    service: "a",
    growthRateBps: 102_400,
    growthKbps: 100,
    firstSampleBytes: 1_024_000,
    lastSampleBytes: 2_048_000,
    sampleCount: 3,
    leaking: true,
  });
  deepStrictEqual([b.leaking, c.leaking, c.growthRateBps], [false, false, -102_400]);
  deepStrictEqual(result.recommendations, [
    "Take a heap profile of a: its memory grows by 100.0 KiB/s",
  ]);
  deepStrictEqual(lines, ["a: 100.0 KiB/s, leaking", "b: 100.0 KiB/s", "c: -100.0 KiB/s"]);
  const [all] = await watching(() => skills.memoryLeakDetector({ min_growth_rate_bps: 0 }));
  deepStrictEqual([all.status, all.data.min_growth_rate_bps], ["warning", 0]);
});

test("wrong parameters are named", async () => {
  for (const value of [-1, NaN, Infinity, "5", null]) {
    const params = { threshold_ms: value, threshold: value, min_growth_rate_bps: value };
    // deno-lint-ignore no-explicit-any -- wrong parameters are wanted
    const wrong = params as any;
    for (const skill of Object.values(skills)) {
      await rejects(skill(wrong), {
        name: "CoralError",
        code: "invalid-argument",
        message: /^[a-z-]+: the parameter [a-z_]+ must be a number from 0 on, not /,
      });
    }
  }
  // deno-lint-ignore no-explicit-any -- wrong parameters are wanted
  await rejects(skills.latencyReport({ service: 5 } as any), {
    message: "latency-report: the service must be a text that is not empty, not 5",
  });
  deepStrictEqual(asked, []);
});
