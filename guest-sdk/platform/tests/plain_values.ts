/**
 * Primitives, objects and arrays whose inspection must read the same here and in Deno. Each is made by a function, so
 * that both sides inspect a fresh one.
 *
 * Knows nothing of the formatter.
 */

class Point {
  x = 1;
  y = 2;
}

class Empty {}

class Point3 extends Point {
  z = 3;
}

class Tagged {
  get [Symbol.toStringTag](): string {
    return "Label";
  }
}

class Hidden {
  #secret = 1;
  shown = 2;
  get computed(): number {
    return this.#secret;
  }
  static made = 1;
}

class MyArray extends Array<number> {}

function circular(): unknown {
  const value: Record<string, unknown> = { name: "loop" };
  value.self = value;
  value.list = [value, { again: value }];
  return value;
}

function twoCircles(): unknown {
  const one: Record<string, unknown> = {};
  const two: Record<string, unknown> = { one };
  one.two = two;
  return { one, two };
}

function nested(depth: number): unknown {
  return depth === 0 ? "deepest" : { inner: nested(depth - 1) };
}

function words(count: number, length: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index).padEnd(length, "x"));
}

function sparse(): unknown[] {
  const list: unknown[] = [1, , , 4];
  list[8] = 9;
  return list;
}

// deno-lint-ignore no-explicit-any -- values of all types
export const PLAIN_VALUES: Record<string, () => any> = {
  "undefined": () => undefined,
  "null": () => null,
  "true": () => true,
  "integer": () => 42,
  "negative zero": () => -0,
  "fraction": () => 0.1 + 0.2,
  "large": () => 1e21,
  "infinity": () => -Infinity,
  "nan": () => NaN,
  "bigint": () => 123456789012345678901234567890n,
  "negative bigint": () => [-5n],
  "symbol": () => Symbol("mark"),
  "symbol without text": () => Symbol(),
  "symbol with spaces": () => [Symbol("a b"), Symbol("")],
  "well-known symbol": () => Symbol.iterator,
  "string": () => "plain",
  "string with quotes": () => ["it's", 'say "hi"', `it's "hi"`, `all \`three\` ' "`],
  "string with controls": () => ["a\nb\tc\0d\x1b[0m\x7f\u0085\\", "\b\f\v\r"],
  "string beyond the basic plane": () => ["\u{1F600}", "\u{20BB7}"],
  "long string": () => "long ".repeat(30),
  "long string in object": () => ({ text: "long ".repeat(30), next: 1 }),
  "multi-line string in object": () => ({
    text: "first line\nsecond line that is rather long so that it breaks\nthird",
    n: 1,
  }),
  "very long string": () => ["y".repeat(10_050)],
  "short multi-line string": () => ["a\nb"],
  "empty object": () => ({}),
  "object": () => ({ a: 1, b: "two", c: null, d: undefined }),
  "quoted keys": () => ({
    "a-b": 1,
    "1": 2,
    "valid_$": 3,
    "with 'quote'": 4,
    "": 5,
    "ünï": 6,
    "1a": 7,
  }),
  "key with newline": () => ({ "a\nb": 1 }),
  "symbol keys": () => ({
    [Symbol("key")]: 1,
    [Symbol()]: 2,
    [Symbol.toPrimitive]: 3,
    [Symbol("a b")]: 4,
  }),
  "hidden symbol key": () =>
    Object.defineProperty({}, Symbol("hidden"), { value: 1, enumerable: false }),
  "hidden key": () => Object.defineProperty({ a: 1 }, "hidden", { value: 1, enumerable: false }),
  "getter": () => ({
    get a() {
      return 1;
    },
    set b(_: number) {/* it is only looked at */},
    get c() {
      return 1;
    },
    set c(_: number) {/* it is only looked at */},
  }),
  "methods": () => ({
    run() {},
    async wait() {},
    *walk() {},
    async *drift() {},
    arrow: () => 1,
    fn: function () {},
  }),
  "nested within depth": () => nested(4),
  "nested beyond depth": () => nested(6),
  "array beyond depth": () => ({
    a: { b: { c: { d: { e: [1] }, f: [1, [2]], g: new Map(), h: new Point() } } },
  }),
  "wide object": () => ({
    alpha: "aaaaaaaaaaaaaaaa",
    beta: "bbbbbbbbbbbbbbbbbbbb",
    gamma: "cccccccccccccccccccc",
    d: 1,
  }),
  "object of 72": () => ({ a: "x".repeat(30), b: "y".repeat(30) }),
  "object of 76 chars": () => ({ a: "x".repeat(30), b: "y".repeat(29), c: 1 }),
  "nested objects that fit": () => ({ a: { b: { c: {} } }, list: [[[[1]]]] }),
  "six entries": () => ({ a: { b: { c: { d: 1 } } }, e: 2, f: 3, g: 4, h: 5, i: 6 }),
  "many keys": () => Object.fromEntries(words(120, 6).map((word, index) => [`k${word}`, index])),
  "null prototype": () => Object.assign(Object.create(null), { a: 1 }),
  "empty null prototype": () => Object.create(null),
  "tag on plain object": () => ({ [Symbol.toStringTag]: "Label", a: 1 }),
  "tag on null prototype": () =>
    Object.assign(Object.create(null), { [Symbol.toStringTag]: "Label" }),
  "tagged class": () => new Tagged(),
  "same tag as class": () =>
    new (class Label {
      get [Symbol.toStringTag]() {
        return "Label";
      }
    })(),
  "instance": () => new Point(),
  "empty instance": () => new Empty(),
  "derived instance": () => new Point3(),
  "instance with private": () => new Hidden(),
  "anonymous class instance": () =>
    new (class {
      a = 1;
    })(),
  "object with own constructor": () => ({ constructor: "mine", a: 1 }),
  "prototype of a class": () => Point3.prototype,
  "created from instance": () => Object.create(new Point()),
  "created from object": () => Object.create({ inherited: 1 }),
  "circular": circular,
  "two circles": twoCircles,
  "circular array": () => {
    const list: unknown[] = [1];
    list.push(list);
    return list;
  },
  "shared but not circular": () => {
    const shared = { a: 1 };
    return [shared, shared];
  },
  "empty array": () => [],
  "array": () => [1, "two", null, undefined, true],
  "array of arrays": () => [[1, [2, [3, [4, [5, [6]]]]]]],
  "six numbers": () => [1, 2, 3, 4, 5, 6],
  "seven numbers": () => [1, 2, 3, 4, 5, 6, 7],
  "thirty numbers": () => Array.from({ length: 30 }, (_, index) => index * 37),
  "fractions": () => Array.from({ length: 20 }, (_, index) => index / 7),
  "bigints": () => Array.from({ length: 10 }, (_, index) => BigInt(index) ** 9n),
  "hundred": () => Array.from({ length: 100 }, (_, index) => index),
  "hundred and one": () => Array.from({ length: 101 }, (_, index) => index),
  "three hundred": () => Array.from({ length: 300 }, (_, index) => index),
  "words": () => words(10, 5),
  "long words": () => words(8, 40),
  "words of many lengths":
    () => ["a", "bbb", "ccccccccccccc", "dd", "eeeeeeee", "f", "ggggggggggg", "hhhh", "iiiii"],
  "twenty-seven words": () => words(27, 11),
  "many objects": () =>
    Array.from({ length: 12 }, (_, index) => ({ id: index, name: `n${index}` })),
  "many small arrays": () => Array.from({ length: 30 }, (_, index) => [index]),
  "mixed with long": () => [1, 2, 3, 4, 5, 6, 7, "x".repeat(90)],
  "mixed types of seven": () => [1, "two", null, undefined, true, Symbol("s"), 7n, -0],
  "wide characters": () => ["日本語", "中文", "한국어", "a", "🚀", "é", "e\u0301", "ｆｕｌｌ"],
  "sparse": sparse,
  "sparse at the end": () => new Array(3),
  "one hole": () => [, 1],
  "sparse and long": () => {
    const list: unknown[] = [];
    list[200] = 1;
    return list;
  },
  "array with keys": () => Object.assign([1, 2], { extra: true, "x-y": 1 }),
  "array with negative key": () => Object.assign([1], { "-1": 2 }),
  "derived array": () => MyArray.from([1, 2, 3]),
  "array without prototype": () => Object.setPrototypeOf([1], null),
  "arguments": () =>
    (function () {
      return arguments;
    } as (...list: number[]) => unknown)(1, 2),
  "query result": () => ({
    rows: [
      { service_name: "orders", count: 3 },
      { service_name: "payments", count: 5 },
      { service_name: "users", count: 2 },
    ],
    count: 3,
    truncated: false,
  }),
  "traces": () => [{
    trace_id: "trace-003",
    span_id: "span-003",
    duration_ns: 650000000,
    is_error: true,
    http_status: 500,
    http_method: "POST",
    http_route: "/api/payments",
  }],
  "params": () => ({
    params: new Map([["checks", "1"]]),
    scriptId: "x",
    executionId: "y",
    scope: "global",
  }),
  "long nested array in object": () => ({
    list: Array.from({ length: 25 }, (_, index) => index),
    next: { words: words(9, 9) },
  }),
  "object in array in object": () => ({ a: [{ b: [{ c: [{ d: [{ e: 1 }] }] }] }] }),
  "tag that throws": () => ({
    get [Symbol.toStringTag](): string {
      throw new Error("no");
    },
  }),
  "empty tag": () => ({ [Symbol.toStringTag]: "" }),
  "long key": () => ({ ["k".repeat(90)]: 1 }),
  "__proto__ key": () => JSON.parse('{"__proto__": 1, "a": 2}'),
  "odd symbols": () => ({ [Symbol("a\nb")]: Symbol("a\nb"), [Symbol("it's")]: Symbol("it's") }),
  "array with symbol key": () => Object.assign([1], { [Symbol("q")]: 1 }),
  "long array with key": () => Object.assign(Array.from({ length: 101 }, () => 1), { k: 1 }),
  "long array of holes": () => {
    const list: number[] = [];
    for (let index = 0; index < 300; index += 2) list[index] = index;
    return list;
  },
  "vast array": () => {
    const list: number[] = [];
    list[4_000_000_000] = 1;
    return list;
  },
  "seven lists": () => [[1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7], 1, 2, 3, 4, 5],
  "seven wide objects": () =>
    Array.from({ length: 7 }, (_, index) => ({ a: "x".repeat(60), index, b: "y".repeat(20) })),
  "a hundred objects": () => Array.from({ length: 102 }, (_, index) => ({ index })),
  "empty collections with keys": () => [
    Object.assign([], { a: 1 }),
    Object.assign(new Map(), { a: 1 }),
    Object.assign(new Set(), { a: 1 }),
  ],
  "object whose constructor is a number": () => Object.setPrototypeOf({ a: 1 }, { constructor: 5 }),
  "numbers of many lengths": () => [1, 22222, 333, 4.5, -6, 7e100, 0.001, 8, 99999, 10, 11, 12],
  "strings of many lengths": () => [
    "a",
    "bb",
    "ccc",
    "dddd",
    "eeeee",
    "ffffff",
    "ggggggg",
    "hhhhhhhh",
    "i",
    "jj",
    "kkk",
    "llll",
  ],
  "long texts of several lines": () => ({
    text: "one line of it\n".repeat(8),
    list: ["one line of it\n".repeat(8)],
    deep: { deeper: `${"x".repeat(64)}\n${"y".repeat(8)}` },
  }),
  "long text of several lines alone": () => 'it\'s "one" line\r\n\n'.repeat(8),
  "text of several lines that fits": () => ({ text: "one line of it\n".repeat(4) }),
  "key of several lines": () => ({ ["one line of it\n".repeat(8)]: 1 }),
  "object of a long text": () => Object("one line of it\n".repeat(8)),
  "long text of several lines that is cut": () => ({ text: "line\n".repeat(2_500) }),
};
