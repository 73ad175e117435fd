/**
 * The inspection of values reads as Deno's own does: the same text, for every value of the `_values.ts` beside it.
 */

import { strictEqual } from "node:assert/strict";
import { createInspect, type Insight } from "../inspect/inspector.ts";
import type { InspectOptions } from "../inspect/options.ts";
import { BUILTIN_VALUES } from "./builtin_values.ts";
import { ERROR_VALUES } from "./error_values.ts";
import { PLAIN_VALUES } from "./plain_values.ts";

const VALUES = { ...PLAIN_VALUES, ...BUILTIN_VALUES, ...ERROR_VALUES };

// deno-lint-ignore no-explicit-any -- Deno's own look into promises has no types
const denoCore = (Deno as any)[(Deno as any).internal].core;

const insight: Insight = {
  promiseState(promise) {
    const [state, value] = denoCore.getPromiseDetails(promise);
    return state === 0
      ? { state: "pending" }
      : { state: state === 1 ? "fulfilled" : "rejected", value };
  },
  // Deno lets nobody look without taking: each value here is made anew.
  iteratorState(iterator) {
    const rest = [...iterator as Iterable<unknown>];
    return { hasEntries: rest.some(Array.isArray), rest };
  },
  proxyTarget(value) {
    const [target] = denoCore.getProxyDetails(value) ?? [];
    return target;
  },
};

const inspect = createInspect(insight);

for (const [name, make] of Object.entries(VALUES)) {
  Deno.test(`inspects as Deno does: ${name}`, () => {
    strictEqual(inspect(make()), Deno.inspect(make(), { colors: false }));
  });
}

const OPTIONS: Record<string, [options: InspectOptions, value: unknown]> = {
  "depth 0": [{ depth: 0 }, { a: { b: 1 }, c: [1] }],
  "depth 1": [{ depth: 1 }, { a: { b: { c: 1 } } }],
  "unbounded depth": [{ depth: Infinity }, { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } }],
  "sorted": [{ sorted: true }, { b: 1, a: new Map([["z", 1], ["y", 2]]), c: new Set([3, 2]) }],
  "not compact": [{ compact: false }, { b: 1, a: { c: {} }, list: [1, 2] }],
  "trailing comma": [{ trailingComma: true, breakLength: 10 }, { first: 1, second: 2 }],
  "wide": [{ breakLength: 200 }, { text: "x".repeat(100), other: "y".repeat(20) }],
  "narrow": [{ breakLength: 20 }, { text: "short", other: 1, list: [1, 2, 3] }],
  "few items": [{ iterableLimit: 2 }, [
    [1, 2, 3],
    new Set([1, 2, 3]),
    new Map([[1, 1], [2, 2], [3, 3]]),
  ]],
  "no depth": [{ depth: null as unknown as number }, { a: { b: { c: { d: { e: { f: {} } } } } } }],
  "getters": [{ getters: true }, {
    get a() {
      return { b: 1 };
    },
    get c() {
      return "x";
    },
    set c(_value) {/* It is there. */},
  }],
  "short strings": [{ strAbbreviateSize: 3 }, ["abcdef", "abc", "abcd"]],
};

for (const [name, [options, value]] of Object.entries(OPTIONS)) {
  Deno.test(`heeds the option as Deno does: ${name}`, () => {
    strictEqual(inspect(value, options), Deno.inspect(value, { ...options, colors: false }));
  });
}
