/**
 * Collections, functions, promises and other built-in objects whose inspection must read the same here and in Deno.
 *
 * Knows nothing of the formatter.
 */

class Point {
  x = 1;
  y = 2;
}

class Point3 extends Point {
  z = 3;
}

class Hidden {
  #secret = 1;
  shown = 2;
  get computed(): number {
    return this.#secret;
  }
  static made = 1;
}

class MyMap extends Map<string, number> {}

class MyPromise<T> extends Promise<T> {}

function words(count: number, length: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index).padEnd(length, "x"));
}

// deno-lint-ignore no-explicit-any -- values of all types
export const BUILTIN_VALUES: Record<string, () => any> = {
  "circular map": () => {
    const map = new Map<unknown, unknown>();
    map.set("me", map);
    return map;
  },
  "map": () => new Map<unknown, unknown>([["a", 1], [{ b: 1 }, [2]], [3, new Map([["x", "y"]])]]),
  "empty map": () => new Map(),
  "long map": () => new Map(words(10, 20).map((word, index) => [word, { index }])),
  "map of 120": () => new Map(words(120, 1).map((word, index) => [word, index])),
  "derived map": () => new MyMap([["a", 1]]),
  "map with keys": () => Object.assign(new Map([[1, 2]]), { extra: 1 }),
  "set": () => new Set([1, "two", { three: 3 }]),
  "empty set": () => new Set(),
  "set of 120": () => new Set(Array.from({ length: 120 }, (_, index) => index)),
  "weak": () => [new WeakMap(), new WeakSet()],
  "map beyond depth":
    () => [[[[[new Map([[1, 2]]), new Set([1]), new Date(0), /x/, new Point(), [], {}, [1]]]]]],
  "date": () => new Date(Date.UTC(2024, 0, 2, 3, 4, 5, 678)),
  "dates": () => [new Date(0), new Date(NaN)],
  "date with keys": () => Object.assign(new Date(0), { a: 1 }),
  "regexp": () => /a\/b[c]+/giu,
  "regexp with keys": () => Object.assign(/x/, { a: 1 }),
  "boxed":
    () => [Object(1), Object("text"), Object(true), Object(Symbol("s")), Object(2n), Object(-0)],
  "boxed with keys":
    () => [Object.assign(Object("text"), { a: 1 }), Object.assign(Object(1), { a: 1 })],
  "function": () => function named() {},
  "anonymous functions":
    () => [() => 1, function () {}, async () => {}, function* () {}, async function* () {}],
  "function with keys": () => Object.assign(function named() {}, { a: 1, b: "x" }),
  "classes": () => [
    Point,
    Point3,
    Hidden,
    class {},
    class extends Point {},
    class extends (null as unknown as typeof Point) {},
  ],
  "native functions": () => [Map, Math.max, parseInt, Array.prototype.map, Symbol, Proxy],
  "bound function": () => (function named() {}).bind(null),
  "function without name": () => Object.defineProperty(function named() {}, "name", { value: "" }),
  "function with null prototype": () => Object.setPrototypeOf(function named() {}, null),
  "typed arrays": () => [
    new Uint8Array([1, 2, 3]),
    new Float64Array([0.5, -0]),
    new BigInt64Array([1n]),
    new Uint8Array(),
  ],
  "long typed array": () => new Uint8Array(120),
  "array buffer": () => new Uint8Array([1, 2, 255]).buffer,
  "long array buffer": () => new ArrayBuffer(60),
  "data view": () => new DataView(new ArrayBuffer(4), 1, 2),
  "promises": () => [Promise.resolve(1), Promise.resolve({ a: 1 }), new Promise(() => {})],
  "rejected promise": () => {
    const promise = Promise.reject(new RangeError("no").message);
    promise.catch(() => {});
    return promise;
  },
  "derived promise": () => MyPromise.resolve(1),
  "generator": () => (function* () {})(),
  "async generator": () => (async function* () {})(),
  "global objects": () => [Math, JSON, Reflect, Atomics],
  "custom inspect": () => ({ [Symbol.for("Deno.customInspect")]: () => "CUSTOM", a: 1 }),
  "custom inspect in object": () => ({
    inner: {
      [Symbol.for("Deno.customInspect")](
        inspect: (value: unknown, options: object) => string,
        options: object,
      ) {
        return "<" + inspect({ x: 1 }, options) + ">";
      },
    },
  }),
  "custom inspect with two lines": () => [{ [Symbol.for("Deno.customInspect")]: () => "one\ntwo" }],
  "custom inspect that returns an object": () => ({
    [Symbol.for("Deno.customInspect")]: () => ({ a: 1 }),
  }),
  "node custom inspect": () => ({
    [Symbol.for("nodejs.util.inspect.custom")]: () => "CUSTOM",
    a: 1,
  }),
  "more kinds beyond depth": () => [[[[
    [new Uint8Array([1]), new Uint8Array()],
    new ArrayBuffer(1),
    new DataView(new ArrayBuffer(1)),
    Promise.resolve(1),
    new WeakMap(),
    Object(1),
    Object.assign(Object("s"), { a: 1 }),
    Object.assign(/x/, { a: 1 }),
    (function* () {})(),
  ]]]],
  "weak reference": () => new WeakRef({ a: 1 }),
  "wide map entry": () => new Map([["k", { a: "x".repeat(40), b: "y".repeat(40) }]]),
  "wide map key": () => new Map([[{ a: "x".repeat(40), b: "y".repeat(40) }, 1]]),
  "list in set": () => new Set([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]),
  "wide promise": () => Promise.resolve({ a: "x".repeat(40), b: "y".repeat(40) }),
  "promise with keys": () => Object.assign(Promise.resolve(1), { a: 1 }),
  "typed array with keys": () => Object.assign(new Uint8Array([1]), { a: 1 }),
  "array buffer with keys": () => Object.assign(new ArrayBuffer(1), { a: 1 }),
  "large array buffer": () => new ArrayBuffer(150),
  "shared array buffer": () => new SharedArrayBuffer(2),
  "derived built-ins": () => [
    new (class Bytes extends Uint8Array {})(2),
    new (class Day extends Date {})(0),
    new (class Pattern extends RegExp {})("x"),
    new (class Buffer extends ArrayBuffer {})(1),
    new (class Weak extends WeakMap {})(),
    Object.assign(new WeakSet(), { a: 1 }),
    new (class Text extends String {})("ab"),
  ],
  "class with statics": () =>
    class Static {
      static run() {}
      static value = { a: 1 };
    },
  "class with own name": () =>
    class {
      static name = "Foo";
    },
  "class with tag": () =>
    class Tag {
      static get [Symbol.toStringTag]() {
        return "Q";
      }
    },
  "function whose name is a number": () => Object.defineProperty(() => 1, "name", { value: 5 }),
  "custom inspect of a function": () =>
    Object.assign(() => 1, { [Symbol.for("Deno.customInspect")]: () => "F" }),
  "custom inspect that is no function": () => ({ [Symbol.for("Deno.customInspect")]: 5, x: 1 }),
  "custom inspect gets inspect": () => ({
    a: {
      [Symbol.for("Deno.customInspect")]: (inspect: (value: unknown) => string) =>
        inspect({ b: ["c"] }),
    },
  }),
  "node custom inspect that returns an object": () => ({
    a: { [Symbol.for("nodejs.util.inspect.custom")]: (depth: number) => ({ depth }) },
  }),
  "node custom inspect with two lines": () => ({
    a: { [Symbol.for("nodejs.util.inspect.custom")]: () => "a\nb" },
  }),
  "iterators of a Map": () => {
    const map = new Map<unknown, unknown>([[1, "one"], [{ a: 2 }, [2]]]);
    return [map.entries(), map.keys(), map[Symbol.iterator](), new Map().keys()];
  },
  "iterators of a Set": () => {
    const set = new Set<unknown>([1, "two", { three: 3 }]);
    return [set.values(), set.keys(), set.entries(), new Set().values()];
  },
  "iterator with a property": () => Object.assign(new Set([1]).values(), { x: 1 }),
  "iterator that gives much": () =>
    new Set(Array.from({ length: 120 }, (_, index) => index)).values(),
  "iterators of other objects": () => [[1].values(), "ab"[Symbol.iterator](), "a".matchAll(/a/g)],
};
