/**
 * Data of an event: whatever JSON can hold, as `JSON.stringify` writes it.
 */

import * as coral from "jsr:@coral/sdk";

class Latency {
  constructor(readonly ms: number) {}
  toJSON() {
    return `${this.ms} ms`;
  }
}

await coral.emit("numbers", { int: 1, float: 1.5, whole: 3.0, large: 1e21, small: 1e-7, zero: -0 });
await coral.emit("bigints", { safe: 9007199254740991n, negative: -5n, list: [1n, 2n] });
await coral.emit("not numbers", { nan: NaN, inf: Infinity, nothing: null });
await coral.emit("left out", { undefined: undefined, f: () => 1, symbol: Symbol("s"), kept: 1 });
await coral.emit("list", { items: [undefined, () => 1, null, NaN] });
await coral.emit("nested", { a: { b: { c: [{ d: [[], {}] }] } } });
await coral.emit("texts", { wide: "ü 日本 😀", control: "\n\t\u0000\u2028", quote: '"\\' });
await coral.emit("objects", {
  latency: new Latency(650),
  map: new Map([[1, 2]]),
  date: new Date(0),
});
await coral.emit("keys", { b: 1, a: 2, "10": 3, "2": 4, "": 5, "ü": 6 });
console.log("emitted");
