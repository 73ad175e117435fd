/**
 * `structuredClone`: what is copied, and what is refused.
 */

class Point {
  x = 1;
  move() {}
}

const circle: { list: unknown[]; self?: unknown } = { list: [1, , "three"] };
circle.self = circle;
const values: unknown[] = [
  circle,
  new Map<unknown, unknown>([[{ a: 1 }, new Set([new Date(0)])]]),
  [/x/gi, Object(1), 5n, -0, NaN, undefined],
  new Point(),
  new Uint8Array([1, 2, 3]).subarray(1),
  Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } }),
];
for (const value of values) console.log(structuredClone(value), structuredClone(value) === value);

const error = structuredClone(new RangeError("message", { cause: [1] }));
console.log(error instanceof RangeError, error.message, error.cause);
const wrong = [
  Symbol("name"),
  Promise.resolve(),
  new WeakMap(),
  [new URL("a:b")],
  (function* () {})(),
];
for (const value of wrong) {
  try {
    console.log(structuredClone(value));
  } catch (error) {
    const { name, message, code } = error as DOMException;
    console.log(name, message, code, error instanceof DOMException);
  }
}
const bytes = new Uint8Array([1, 2]);
const moved = structuredClone(bytes, { transfer: [bytes.buffer] });
console.log(bytes.length, moved);
