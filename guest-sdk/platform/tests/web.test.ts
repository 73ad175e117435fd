/**
 * Timers, `performance` and `crypto`, over a host that the test holds; and the globals as scripts find them.
 */

import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { crypto } from "../web/crypto.ts";
import { performance } from "../web/performance.ts";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "../web/timers.ts";
import { sameAnswer } from "./comparison.ts";
import { asked, printed, timers } from "./fake_host.ts";

Deno.test("a timer passes its arguments on", () => {
  const calls: unknown[][] = [];
  const id = setTimeout((...list: unknown[]) => calls.push(list), 10, "a", 1);
  const timer = timers.get(+id)!;
  deepStrictEqual([timer.delayMs, timer.repeat], [10, false]);
  timer.callback();
  deepStrictEqual(calls, [["a", 1]]);
  clearTimeout(id);
  ok(!timers.has(+id));
});

Deno.test("an interval repeats, and either function stops it", () => {
  const id = setInterval(() => {}, 5);
  strictEqual(timers.get(+id)!.repeat, true);
  clearTimeout(id);
  ok(!timers.has(+id));
  const other = setInterval(() => {}, 5);
  clearInterval(String(other));
  ok(!timers.has(+other));
});

Deno.test("delays are whole milliseconds, and 1 where they do not fit", () => {
  const delays: [given: unknown, kept: number][] = [
    [undefined, 1],
    [0, 1],
    [-5, 1],
    [NaN, 1],
    ["7", 7],
    [1.5, 1],
    [Infinity, 1],
    [2 ** 31 - 1, 2 ** 31 - 1],
    [2 ** 31, 1],
  ];
  for (const [given, kept] of delays) {
    strictEqual(timers.get(+setTimeout(() => {}, given))!.delayMs, kept);
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

Deno.test("marks and measures are as Deno's", () => {
  // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
  type Clock = any;
  const questions: ((clock: Clock) => unknown)[] = [
    (clock) => clock.mark("a", { startTime: 5, detail: { x: [1] } }).toJSON(),
    (clock) => clock.mark("b", { startTime: 7 }).detail,
    (clock) => clock.measure("a to b", "a", "b").toJSON(),
    (clock) => clock.measure("a for 3", { start: "a", duration: 3, detail: 1 }).toJSON(),
    (clock) => clock.measure("3 before b", { end: "b", duration: 3 }).toJSON(),
    (clock) => clock.measure("times", { start: 1, end: 4 }).toJSON(),
    (clock) => clock.getEntries().map(({ name }: { name: string }) => name),
    (clock) => clock.getEntriesByName("a").length,
    (clock) => clock.getEntriesByType("measure").length,
    (clock) => clock.clearMarks("a"),
    (clock) => clock.measure("gone", "a"),
    (clock) => clock.mark("early", { startTime: -1 }),
    (clock) => clock.mark("function", { startTime: 1, detail: () => 1 }),
    (clock) => clock.mark(),
    (clock) => clock.measure(),
    (clock) => clock.measure("x", { start: 1, end: 2, duration: 1 }),
    (clock) => clock.measure("x", { start: 1 }, "b"),
    (clock) => clock.measure("x", { detail: 1 }).startTime,
    (clock) => clock.measure("x", { start: -1 }),
    (clock) => [clock.clearMarks(), clock.clearMeasures(), clock.getEntries()],
    (clock) => new clock.constructor(),
    (clock) => Object.prototype.toString.call(clock),
  ];
  for (const question of questions) {
    sameAnswer(String(question), performance as Clock, globalThis.performance, question);
  }
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
  name: "the platform lists the globals that Deno lists, and asks the host nothing",
  fn: async () => {
    const prototype = Object.getPrototypeOf(globalThis);
    const changed = [globalThis, Date.prototype, Iterator.prototype];
    const before = changed.map((object) => Object.getOwnPropertyDescriptors(object));
    const names = ["console", "Deno", "setTimeout", "fetch", "performance", "crypto", "Worker"];
    names.push("URL", "URLSearchParams", "structuredClone", "atob", "btoa", "AbortSignal", "Event");
    names.push("DOMException", "TextDecoder", "reportError");
    const denos = Object.keys(globalThis);
    try {
      await import("../platform.ts");
      for (const name of names) {
        const property = Object.getOwnPropertyDescriptor(globalThis, name)!;
        deepStrictEqual([property.enumerable, property.configurable], [denos.includes(name), true]);
        ok(property.value !== Reflect.get(before[0], name).value);
      }
      strictEqual(asked.length, 0);
      printed.length = 0;
      console.log("one\n%s", { a: 1 });
      console.error("two");
      deepStrictEqual(printed, [["log", "one\n[object Object]"], ["error", "two"]]);
      match(Object.prototype.toString.call(console), /console/);
    } finally {
      changed.forEach((object, index) => Object.defineProperties(object, before[index]));
      Object.setPrototypeOf(globalThis, prototype);
    }
  },
});
