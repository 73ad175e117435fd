/**
 * A transport that a test holds: every question is recorded, and answered with what the test says.
 *
 * Knows nothing of the API above it.
 */

import { type Rows, type Transport, useTransport } from "../src/transport.ts";

/** Every question since the test began. */
export let asked: unknown[][] = [];
/** The next answer to each question: a value, an Error to reject with, or a function of the question. */
export let answers: Record<string, unknown> = {};

async function answer<T>(name: string, ...list: unknown[]): Promise<T> {
  asked.push([name, ...list]);
  await null;
  const given = answers[name];
  if (given instanceof Error) throw given;
  return (typeof given === "function" ? given(...list) : given) as T;
}

const fake: Transport = {
  query: (...list) => answer("query", ...list),
  percentile: (...list) => answer("percentile", ...list),
  errorRate: (...list) => answer("errorRate", ...list),
  spans: (...list) => answer("spans", ...list),
  cpu: () => answer("cpu"),
  memory: () => answer("memory"),
  systemMetrics: (...list) => answer("systemMetrics", ...list),
  services: () => answer("services"),
  activity: (...list) => answer("activity", ...list),
  emit: (...list) => answer("emit", ...list),
  facts: () => ({
    scriptId: "watch",
    executionId: "run-1",
    parameters: [["checks", "2"], ["empty", ""]],
    services: ["payments"],
  }),
};

/** A test whose questions come to the fake transport. */
export function test(name: string, body: () => void | Promise<void>): void {
  Deno.test(name, async () => {
    asked = [];
    answers = {};
    useTransport(fake);
    await body();
  });
}

/** The answer to a question that is answered by rows. */
export function rowsOf(...rows: Record<string, unknown>[]): Rows {
  return { columns: Object.keys(rows[0] ?? {}), rows, count: rows.length, truncated: false };
}
