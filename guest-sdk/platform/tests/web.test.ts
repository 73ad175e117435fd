/**
 * Timers, `performance` and `crypto`, over a host that the test holds; and the globals as scripts find them.
 */

import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { crypto } from "../web/crypto.ts";
import { performance } from "../web/performance.ts";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "../web/timers.ts";
import { asked, printed, timers } from "./fake_host.ts";

Deno.test("a timer passes its arguments on", () => {
  const calls: unknown[][] = [];
  const id = setTimeout((...list: unknown[]) => calls.push(list), 10, "a", 1);
  strictEqual(typeof id, "number");
  const timer = timers.get(id)!;
  deepStrictEqual([timer.delayMs, timer.repeat], [10, false]);
  timer.callback();
  deepStrictEqual(calls, [["a", 1]]);
  clearTimeout(id);
  ok(!timers.has(id));
});

Deno.test("an interval repeats, and either function stops it", () => {
  const id = setInterval(() => {}, 5);
  strictEqual(timers.get(id)!.repeat, true);
  clearTimeout(id);
  ok(!timers.has(id));
  const other = setInterval(() => {}, 5);
  clearInterval(String(other));
  ok(!timers.has(other));
});

Deno.test("delays are kept between 0 and the longest", () => {
  const delays: [given: unknown, kept: number][] = [
    [undefined, 0],
    [-5, 0],
    [NaN, 0],
    ["7", 7],
    [1.5, 1.5],
    [Infinity, 2 ** 31 - 1],
    [2 ** 40, 2 ** 31 - 1],
  ];
  for (const [given, kept] of delays) {
    strictEqual(timers.get(setTimeout(() => {}, given))!.delayMs, kept);
  }
});

Deno.test("only functions are called back, and Deno's words say so", () => {
  for (const value of ["x", undefined, null, 5]) {
    for (const start of [setTimeout, setInterval]) {
      let denos = "";
      try {
        // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
        (globalThis.setTimeout as any)(value);
      } catch (error) {
        denos = (error as Error).message;
      }
      throws(() => start(value), { name: "TypeError", message: denos });
    }
  }
});

Deno.test("ids that no timer has are ignored", () => {
  for (const id of [undefined, null, "abc", {}, 1e12, -1, 1.5, NaN]) clearTimeout(id);
});

Deno.test("performance counts from the start of the run", () => {
  strictEqual(performance.now(), 12.5);
  strictEqual(performance.timeOrigin, 1_700_000_000_000 - 12.5);
});

Deno.test("getRandomValues fills what it is given", () => {
  const words = new Uint16Array(4);
  strictEqual(crypto.getRandomValues(words), words);
  deepStrictEqual([...words], [0xabab, 0xabab, 0xabab, 0xabab]);
  const part = new Uint8Array(4).subarray(1, 3);
  crypto.getRandomValues(part);
  deepStrictEqual([...new Uint8Array(part.buffer)], [0, 0xab, 0xab, 0]);
});

Deno.test("getRandomValues refuses what Deno refuses, in its words", () => {
  // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
  const wrong: any[] = [
    new Float32Array(2),
    [1],
    new DataView(new ArrayBuffer(2)),
    new Uint8Array(65_537),
  ];
  for (const value of wrong) {
    let expected: Error | undefined;
    try {
      globalThis.crypto.getRandomValues(value);
    } catch (error) {
      expected = error as Error;
    }
    throws(() => crypto.getRandomValues(value), {
      name: expected!.name,
      message: expected!.message,
    });
  }
});

Deno.test("randomUUID has its version and its variant", () => {
  strictEqual(crypto.randomUUID(), "abababab-abab-4bab-abab-abababababab");
});

Deno.test({
  name: "the platform defines globals that are not listed, and asks the host nothing",
  fn: async () => {
    const before = Object.getOwnPropertyDescriptors(globalThis);
    const names = ["console", "Deno", "setTimeout", "fetch", "performance", "crypto", "Worker"];
    try {
      await import("../platform.ts");
      for (const name of names) {
        const property = Object.getOwnPropertyDescriptor(globalThis, name)!;
        deepStrictEqual([property.enumerable, property.configurable], [false, true]);
        ok(property.value !== Reflect.get(before, name).value);
      }
      deepStrictEqual([asked, printed], [[], []]);
      console.log("one\n%s", { a: 1 });
      console.error("two");
      deepStrictEqual(printed, [["log", "one\n[object Object]"], ["error", "two"]]);
      match(Object.prototype.toString.call(console), /console/);
    } finally {
      Object.defineProperties(globalThis, before);
    }
  },
});
