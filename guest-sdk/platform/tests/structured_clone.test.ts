/**
 * `structuredClone` beside Deno's.
 */

import { ok, strictEqual } from "node:assert/strict";
import { structuredClone } from "../web/structured_clone.ts";
import { sameAnswer } from "./comparison.ts";

type Clone = typeof structuredClone;

class Point {
  x = 1;
  get y(): number {
    return 2;
  }
}

function circle(): unknown {
  const list: unknown[] = [1];
  const map = new Map<unknown, unknown>([["list", list]]);
  list.push(map, { list });
  return list;
}

/** What is copied, or refused. */
const VALUES: Record<string, () => unknown> = {
  "primitives": () => [1, -0, NaN, 5n, "text", true, null, undefined],
  "symbol": () => Symbol("name"),
  "function": () => ({ run: () => 1 }),
  "class": () => class Some {},
  "nested": () => ({ a: [{ b: { c: [1, [2]] } }], [Symbol("hidden")]: 1 }),
  "holes": () => [1, , 3],
  "array with keys": () => Object.assign([1], { x: 1 }),
  "getter": () => ({
    get a() {
      return 1;
    },
  }),
  "throwing getter": () => ({
    get a() {
      throw new RangeError("no");
    },
  }),
  "hidden property": () => Object.defineProperty({ a: 1 }, "b", { value: 2 }),
  "own __proto__": () => JSON.parse('{"__proto__": {"a": 1}}'),
  "instance": () => new Point(),
  "without prototype": () => Object.assign(Object.create(null), { a: 1 }),
  "circle": circle,
  "dates": () => [new Date(5), new Date(NaN), new (class extends Date {})(7)],
  "regular expression": () => Object.assign(/a(b)/giu, { lastIndex: 2 }),
  "map": () => new Map<unknown, unknown>([[{ a: 1 }, new Map([[1, 2]])], ["x", new Set([[1]])]]),
  "map with keys": () => Object.assign(new Map([[1, 2]]), { x: 1 }),
  "derived set": () => new (class Mine extends Set {})([1]),
  "boxed": () => [Object(1), Object("text"), Object(true), Object(5n)],
  "boxed symbol": () => Object(Symbol("name")),
  "typed array": () => new Uint8Array([1, 2, 3, 4]).subarray(1, 3),
  "big typed array": () => new BigInt64Array([1n, -1n]),
  "data view": () => new DataView(new ArrayBuffer(4), 1, 2),
  "shared buffer": () => {
    const buffer = new ArrayBuffer(4);
    return [new Uint8Array(buffer, 0, 2), new Uint16Array(buffer, 2), buffer];
  },
  "error": () => Object.assign(new TypeError("message", { cause: { a: 1 } }), { x: 1 }),
  "errors":
    () => [new RangeError(), new AggregateError([1], "all"), new (class E extends Error {})()],
  "named error": () => Object.defineProperty(new Error("a"), "name", { value: "SyntaxError" }),
  "weak map": () => new WeakMap(),
  "weak set": () => [new WeakSet()],
  "weak reference": () => new WeakRef({}),
  "promise": () => ({ later: Promise.resolve(1) }),
  "generator": () => (function* () {})(),
  "iterators": () => new Map().entries(),
  "array iterator": () => [].values(),
  "registry": () => new FinalizationRegistry(() => {}),
  "arguments": () =>
    (function (..._list: unknown[]) {
      return arguments;
    })(1),
  "math": () => Math,
  "global object": () => globalThis,
};

Deno.test("values are copied, or refused, alike", () => {
  for (const [name, make] of Object.entries(VALUES)) {
    sameAnswer<Clone>(name, structuredClone, globalThis.structuredClone, (clone) => {
      const value = make();
      const copy = clone(value);
      ok(copy !== value || typeof value !== "object");
      return [Deno.inspect(copy, { depth: 9 }).replaceAll(/\n +at .*/g, ""), copy];
    });
  }
});

Deno.test("errors keep their stack", () => {
  const error = new Error("message");
  strictEqual((structuredClone(error) as Error).stack, error.stack);
});

Deno.test("buffers are transferred alike", () => {
  const questions: ((clone: Clone) => unknown)[] = [
    (clone) => {
      const buffer = new Uint8Array([1, 2]).buffer;
      return [clone(buffer, { transfer: [buffer] }), buffer.byteLength, buffer.detached];
    },
    (clone) => {
      const view = new Uint8Array([1, 2, 3]).subarray(1);
      return [clone({ view }, { transfer: [view.buffer] }), view.length];
    },
    (clone) => {
      const buffer = new ArrayBuffer(2);
      clone(1, { transfer: [buffer] });
      return clone(buffer);
    },
    (clone) => {
      const buffer = new ArrayBuffer(2);
      clone(1, { transfer: [buffer] });
      return clone(1, { transfer: [buffer] });
    },
    (clone) => clone(1, { transfer: [{}] }),
    (clone) => clone(1, { transfer: 5 }),
    (clone) => clone(1, 5),
    (clone) => clone(1, null),
    // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
    (clone) => (clone as any)(),
    (clone) => [clone.name, clone.length],
  ];
  for (const question of questions) {
    sameAnswer(String(question), structuredClone, globalThis.structuredClone, question);
  }
});
