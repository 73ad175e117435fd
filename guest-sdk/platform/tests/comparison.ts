/**
 * Holds what the platform does against what Deno does: the same question to both, and the same
 * answer.
 *
 * Knows nothing of what is asked.
 */

import { deepStrictEqual } from "node:assert/strict";

/** What came of a question: a value, or an error by its name and message. */
function outcome(ask: () => unknown): unknown {
  try {
    return { value: ask() };
  } catch (error) {
    if (!(error instanceof Error)) return { thrown: error };
    return { thrown: [error.name, error.message, Reflect.get(error, "code")] };
  }
}

/** Asks `ours` and `denos` the same, and wants one answer. */
export function sameAnswer<T>(
  what: string,
  ours: T,
  denos: unknown,
  ask: (platform: T) => unknown,
): void {
  deepStrictEqual(outcome(() => ask(ours)), outcome(() => ask(denos as T)), what);
}

/** Asks the same of both for each of `cases`. */
export function sameAnswers<T, C>(
  ours: T,
  denos: unknown,
  cases: readonly C[],
  ask: (platform: T, example: C) => unknown,
): void {
  for (const example of cases) {
    sameAnswer(Deno.inspect(example), ours, denos, (platform) => ask(platform, example));
  }
}
