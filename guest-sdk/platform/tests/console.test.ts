/**
 * The console prints what Deno's own console prints, at the same level.
 */

import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { createConsole, type Level } from "../console/console.ts";
import { createInspect } from "../inspect/inspector.ts";

type Printed = [level: number, text: string];
type Script = (console: Console) => void;

/** Deno's levels; it prints `info` as `log`. */
const LEVELS: Record<Level, number> = { debug: 0, log: 1, info: 1, warn: 2, error: 3 };

const inspect = createInspect({
  promiseState: () => ({ state: "pending" }),
  iteratorState: () => undefined,
  proxyTarget: () => undefined,
});

function ours(script: Script, now: () => number = () => 0): Printed[] {
  const printed: Printed[] = [];
  const print = (level: Level, text: string) => void printed.push([LEVELS[level], `${text}\n`]);
  script(createConsole({ print, clear() {}, inspect, now }) as unknown as Console);
  return printed;
}

function denos(script: Script): Printed[] {
  const printed: Printed[] = [];
  // deno-lint-ignore no-explicit-any -- Deno's own console class has no types
  const internals = (Deno as any)[(Deno as any).internal];
  script(new internals.Console((text: string, level: number) => printed.push([level, text])));
  return printed;
}

const point = { x: 1, inner: { y: [2] } };
const long = { a: "x".repeat(30), b: "y".repeat(25) };
const longer = { a: "x".repeat(30), b: "y".repeat(40) };
class Row {
  constructor(readonly id: number) {}
  get twice(): number {
    return this.id * 2;
  }
}

// deno-lint-ignore no-explicit-any -- wrong arguments are wanted
const SCRIPTS: Record<string, (console: any) => void> = {
  "nothing": (console) => console.log(),
  "several values": (console) => console.log(1, "text", [null], undefined, point, "it's", ["it's"]),
  "all levels": (console) => {
    for (const level of ["debug", "log", "info", "warn", "error"]) console[level](level, 1);
  },
  "%s": (console) =>
    console.log("%s|%s|%s|%s|%s|%s|%s", "a", 1, 1n, Symbol("x"), -0, null, undefined),
  "%s of objects": (console) =>
    console.log("%s|%s|%s|%s", point, [1, [2]], new Date(0), new Map([[1, 2]])),
  "%d": (console) =>
    console.log("%d|%d|%d|%d|%d|%d|%d", 1.5, "2.5", "x", 3n, Symbol("x"), {}, null),
  "%i": (console) => console.log("%i|%i|%i|%i|%i|%i", -1.7, "0x10", "12px", 3n, [5], 1e21),
  "%f": (console) => console.log("%f|%f|%f|%f|%f", 1.5, "2.5abc", "1e3", 3n, true),
  "%j": (console) => console.log("%j|%j|%j|%j", { a: 1 }, "x", undefined, [1]),
  "%o and %O": (console) => console.log("%o|%O|%o", point, { a: { b: { c: {} } } }, "x"),
  "%c": (console) => console.log("%ca%cb", "color: red", "", "rest"),
  "%% and unknown": (console) => console.log("100%% %% %x %s", "a", "extra", point, "last"),
  "directives without arguments": (console) => console.log("100%% %s"),
  "more directives than arguments": (console) => console.log("%s %s %d", "a"),
  "percent at the end": (console) => console.log("a %", 1),
  "directive in a later argument": (console) => console.log(1, "%s", "x"),
  "circular %j": (console) => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    console.log("%j", circle);
  },
  "dir": (console) => {
    console.dir({ a: { b: { c: 1 } } }, { depth: 1 });
    console.dir("it's %s");
    console.dir();
    console.dirxml(point, 2);
  },
  "assert": (console) => {
    console.assert(true, "x");
    console.assert(false);
    console.assert(false, "text", 1);
    console.assert(false, point);
    console.assert(false, "%s!", "x");
    console.assert();
  },
  "count": (console) => {
    console.count();
    console.count();
    console.count("x");
    console.countReset();
    console.count();
    console.countReset("missing");
    console.count(null);
  },
  "missing timers": (console) => {
    console.timeLog("missing");
    console.timeEnd("missing");
    console.timeEnd();
    console.time("x");
    console.time("x");
  },
  "group": (console) => {
    console.group("outer", 1);
    console.log("two\nlines");
    console.log(longer);
    console.log(long);
    console.groupCollapsed("%s", "inner");
    console.warn("deep");
    console.log();
    console.table([1]);
    console.groupEnd();
    console.error("x");
    console.assert(false, "y");
    console.count();
    console.groupEnd();
    console.groupEnd();
    console.log("outside");
    console.group();
    console.log("again");
  },
  "table of values": (console) => console.table([1, "two", null, undefined, 1n, Symbol("s")]),
  "table of numbers": (console) => {
    console.table([1, 200, -3]);
    console.table([1.5, 2]);
    console.table([1n, 22n]);
    console.table([NaN, 1000]);
    console.table([1e21, 1]);
  },
  "table of arrays": (console) => console.table([[1, 2], [3], [, 4]]),
  "table of objects": (console) =>
    console.table([{ a: 1, b: "x" }, { a: 20, c: true }, { d: null }]),
  "table of both": (console) => console.table([1, { a: 1 }, "x", [3], () => 1, new Date(0)]),
  "table of an object": (console) => {
    console.table({ a: 1, b: { c: 2 } });
    console.table({ 10: { a: 1 }, 2: { a: 2 }, "-1": 5 });
    console.table({ "1.5": 1, "100": 2 });
  },
  "table with columns": (console) => {
    console.table([{ a: 1, b: 2 }], ["b", "a"]);
    console.table([{ a: 1, b: 2 }, 3], ["b", "missing"]);
    console.table([{ a: 1 }], []);
    console.table([[1, 2], [3, 4]], [1]);
    console.table(new Map([["k", { x: 1 }]]), ["x"]);
  },
  "table of collections": (console) => {
    console.table(
      new Map<unknown, unknown>([["a", 1], ["b", { c: { d: { e: 1 } } }], [{ k: 1 }, 2]]),
    );
    console.table(new Set(["a", { b: 1 }, [5]]));
    console.table(new Uint8Array([1, 2]));
    console.table(new Map());
  },
  "table of other things": (console) => {
    console.table(1);
    console.table("text");
    console.table(null);
    console.table();
    console.table([]);
    console.table({});
    console.table(() => 1);
    console.table(new Date(0));
    console.table([new Row(1), new Row(2)]);
  },
  "table with nested values": (console) =>
    console.table([{
      a: { b: { c: { d: 1 } } },
      e: [[[1]]],
      f: longer,
      g: "two\nlines",
      h: new Set([1]),
    }]),
  "table with wide characters": (console) =>
    console.table([{ "日本": "日本語", b: "é", c: "🚀" }, { b: "e\u0301x" }]),
};

for (const [name, script] of Object.entries(SCRIPTS)) {
  Deno.test(`prints as Deno does: ${name}`, () => deepStrictEqual(ours(script), denos(script)));
}

Deno.test("writes durations with about three digits", () => {
  for (
    const [duration, text] of [[0, "0.000ms"], [3.784, "3.78ms"], [12.13, "12.1ms"], [
      2100.4,
      "2100ms",
    ]]
  ) {
    const clock = [100, 100 + Number(duration)];
    const printed = ours((console) => {
      console.time("x");
      console.timeEnd("x");
    }, () => clock.shift()!);
    deepStrictEqual(printed, [[1, `x: ${text}\n`]]);
  }
});

Deno.test("goes on timing after timeLog", () => {
  const clock = [0, 150, 250];
  const printed = ours((console) => {
    console.time();
    console.timeLog("default", point, "text");
    console.timeEnd();
    console.timeEnd();
  }, () => clock.shift()!);
  deepStrictEqual(printed.map(([, text]) => text), [
    "default: 150ms { x: 1, inner: { y: [ 2 ] } } text\n",
    "default: 250ms\n",
    "Timer 'default' does not exist\n",
  ]);
});

Deno.test("traces from the caller on", () => {
  const [[level, text]] = ours(function caller(console) {
    console.trace("here %s", "x");
  });
  strictEqual(level, 3);
  match(text, /^Trace: here x\n {4}at caller \(/);
});

Deno.test("prints whole characters only", () => {
  deepStrictEqual(ours((console) => console.log("\ud800x", ["\udc00"])), [[
    1,
    '\ufffdx [ "\ufffd" ]\n',
  ]]);
});

Deno.test("refuses columns that are no list", () => {
  let message = "";
  try {
    // deno-lint-ignore no-explicit-any -- a wrong argument is wanted
    ours((console) => console.table([{ a: 1 }], "a" as any));
  } catch (error) {
    message = String(error);
  }
  strictEqual(
    message,
    "Error: The 'properties' argument must be of type Array: received type string",
  );
});

Deno.test("methods work without their object", () => {
  deepStrictEqual(
    ours(({ log, group, groupEnd }) => {
      group("a");
      log("b");
      groupEnd();
      log("c");
    }),
    [[1, "a\n"], [1, "  b\n"], [1, "c\n"]],
  );
});
