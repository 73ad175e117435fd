/**
 * `URLSearchParams` beside Deno's.
 */

import { strictEqual } from "node:assert/strict";
import { createInspect } from "../inspect/inspector.ts";
import { URLSearchParams } from "../web/url/url_search_params.ts";
import { sameAnswer, sameAnswers } from "./comparison.ts";

type Params = typeof URLSearchParams;

Deno.test("all that it can be made of makes the same", () => {
  const inits: unknown[] = [
    undefined,
    null,
    5,
    "",
    "?",
    "??a",
    "a",
    "a=",
    "=a",
    "&&a=1&&b==2&",
    "a=1&a=2&b=%zz+%41+%ff%e2%98%83",
    "\ud800=\udc00",
    "é=☃&%C3%A9=+",
    "\ufeff=%ef%bb%bf",
    [["a", "1"], ["b", 2]],
    [["a"]],
    [["a", "b", "c"]],
    ["ab"],
    [5],
    new Map([["x", "y"]]),
    { a: 1, b: undefined, "é ": "~*-._!'()" },
    { [Symbol.iterator]: 5 },
    { [Symbol.iterator]: null, a: 1 },
    Object.create({ inherited: 1 }),
    () => 1,
    new globalThis.URLSearchParams("own=1"),
  ];
  sameAnswers<Params, unknown>(
    URLSearchParams,
    globalThis.URLSearchParams,
    inits,
    (Params, init) => {
      const params = new Params(init);
      return [`${params}`, [...params.entries()], params.size];
    },
  );
});

Deno.test("every method does the same", () => {
  // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
  const questions: ((params: any) => unknown)[] = [
    (params) => [params.get("a"), params.get("z"), params.getAll("a"), params.getAll("z")],
    (
      params,
    ) => [params.has("a"), params.has("a", "3"), params.has("a", "9"), params.has("a", undefined)],
    (params) => params.append("a", 5),
    (params) => params.delete("a"),
    (params) => params.delete("a", "1"),
    (params) => params.set("a", "é"),
    (params) => params.set("z", undefined),
    (params) => params.sort(),
    (params) => [[...params.keys()], [...params.values()], [...params]],
    (params) => {
      const seen: unknown[] = [];
      params.forEach((...list: unknown[]) => seen.push(list.slice(0, 2), list[2] === params));
      return seen;
    },
    (params) => {
      const seen: string[] = [];
      for (const [name] of params) {
        seen.push(name);
        if (name === "b") params.delete("a");
      }
      return seen;
    },
    (params) => params.append("x"),
    (params) => params.set("x"),
    (params) => params.get(),
    (params) => params.has(),
    (params) => params.delete(),
    (params) => params.getAll(),
    (params) => params.forEach(),
    (params) => params.forEach("x"),
    (params) => Object.prototype.toString.call(params),
    (params) => Object.prototype.toString.call(params.keys()),
    (params) => params[Symbol.iterator] === params.entries,
    (params) => params.keys().map((name: string) => name + name).toArray(),
    (params) => Object.keys(Object.getPrototypeOf(params)).sort(),
    (params) => structuredClone([...params]),
  ];
  for (const question of questions) {
    sameAnswer<Params>(
      String(question),
      URLSearchParams,
      globalThis.URLSearchParams,
      (Params) => {
        const params = new Params("a=1&b=2&a=3&B=4&😀=5&\uffff=6");
        return [question(params), `${params}`];
      },
    );
  }
});

Deno.test("pairs are shown as Deno shows them", () => {
  const inspect = createInspect({
    promiseState: () => ({ state: "pending" }),
    iteratorState: () => undefined,
    proxyTarget: () => undefined,
  });
  const values: ((Params: Params) => unknown)[] = [
    (Params) => new Params(),
    (Params) => new Params("a=1&b=it's&c=\""),
    ...[68, 69, 70, 71, 72, 73, 74].map((width) => (Params: Params) =>
      new Params(`a=1&b=${"x".repeat(width - 12)}`)
    ),
    ...[60, 66, 70].map((width) => (Params: Params) => ({
      inside: new Params(`a=1&b=${"x".repeat(width)}`),
    })),
    (Params) => new Params("a=1&b=2").keys(),
    (Params) => new Params("a=1").entries(),
    (Params) => {
      const values = new Params("a=1&b=2").values();
      values.next();
      return values;
    },
    (Params) => new Params().values(),
  ];
  for (const value of values) {
    const denos = value(globalThis.URLSearchParams as unknown as Params);
    strictEqual(inspect(value(URLSearchParams)), Deno.inspect(denos));
  }
});
