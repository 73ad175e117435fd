/**
 * What JSON keeps of each value.
 */

console.log(JSON.stringify({
  none: undefined,
  run() {},
  symbol: Symbol("x"),
  nan: NaN,
  zero: -0,
  infinite: Infinity,
  date: new Date(0),
  map: new Map([[1, 2]]),
  list: [undefined, () => 1, null],
  boxed: Object("s"),
  bytes: new Uint8Array(2),
  error: new Error("x"),
  own: { toJSON: (key: string) => `from ${key}` },
}));
console.log(JSON.stringify({ a: [1, { b: 2 }], c: {}, d: [] }, null, 2), JSON.stringify(undefined));
console.log(JSON.stringify({ b: 1, 2: 1, a: 1, 1: 1 }), JSON.stringify([1], null, "--"));
console.log(JSON.stringify({ a: 1, b: { a: 2, c: 3 } }, ["a", "b"]));
console.log(
  JSON.stringify({ a: 1, b: "x" }, (_, value) => typeof value === "number" ? -value : value),
);
console.log(JSON.stringify('\u2028\ud800\u0007"\\/é'));
console.log(JSON.parse('{"a":1,"__proto__":2}', (key, value) => key === "a" ? value * 2 : value));
console.log(JSON.parse(' [1 , 2.5e3, true , null, "\\u0041"] '));
