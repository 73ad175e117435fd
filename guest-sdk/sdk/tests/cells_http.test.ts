/**
 * The rows of an answer over HTTP: which numbers are put in the place of what stands for them.
 */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { restoreNumbers } from "../src/cells_http.ts";

/** The values of one column, as restored. */
function restored(type: string, ...cells: string[]): unknown[] {
  const rows = cells.map((cell) => `{"x":${cell}}`);
  const text = `{"rows":[${rows}],"columns":[{"name":"x","type":"${type}"}]}`;
  return restoreNumbers(JSON.parse(text), text).rows.map(({ x }: { x: unknown }) => x);
}

Deno.test("whole numbers in JSON cells are exact", () => {
  const cells: [cell: string, value: unknown][] = [
    ["18446744073709551616", 18446744073709551616n],
    ["-9223372036854775809", -9223372036854775809n],
    ["9007199254740992", 9007199254740992n],
    ["[9007199254740991,-9007199254740991]", [9007199254740991, -9007199254740991]],
    ["[9007199254740993,null,[1]]", [9007199254740993n, null, [1]]],
    ['{"a":{"b":-9007199254740993}}', { a: { b: -9007199254740993n } }],
    ["[9007199254740993.0,1e+300,0.1]", [9007199254740992, 1e300, 0.1]],
    ["[-0.0]", [-0]],
    ["7", 7],
    ["null", null],
    ['["9007199254740993"]', ["9007199254740993"]],
  ];
  deepStrictEqual(
    restored("json", ...cells.map(([cell]) => cell)),
    cells.map(([, value]) => value),
  );
  for (const [cell, value] of cells) deepStrictEqual(restored("json", cell), [value]);
});

Deno.test("NaN and the infinities in JSON cells are numbers, and texts are texts", () => {
  deepStrictEqual(
    restored("json", String.raw`["\u004eaN","\u0049nfinity","\u002dInfinity"]`),
    [[NaN, Infinity, -Infinity]],
  );
  const texts = String.raw`["NaN","Infinity","-Infinity","\\u004eaN","\"\\u004eaN\""]`;
  deepStrictEqual(restored("json", texts), [
    ["NaN", "Infinity", "-Infinity", "\\u004eaN", '"\\u004eaN"'],
  ]);
  deepStrictEqual(restored("json", `{"n":"\\u004eaN","t":"NaN"}`), [{ n: NaN, t: "NaN" }]);
});

Deno.test("a member named __proto__ is a member", () => {
  const [cell] = restored("json", '{"__proto__":9007199254740993}') as object[];
  deepStrictEqual(Object.entries(cell), [["__proto__", 9007199254740993n]]);
  strictEqual(Object.getPrototypeOf(cell), Object.prototype);
});

Deno.test("columns of numbers are restored beside JSON cells", () => {
  const columns = ["i", "int64", "d", "double", "t", "text", "j", "json"];
  const pairs = columns.flatMap((name, index) =>
    index % 2 === 0 ? [{ name, type: columns[index + 1] }] : []
  );
  const text = String.raw`{"rows":[{"i":"9007199254740993","d":"NaN","t":"5","j":["\u004eaN"]},
    {"i":1600000000000000,"d":1.0,"t":"NaN","j":[1234567890123456789]}],
    "columns":${JSON.stringify(pairs)}}`;
  deepStrictEqual(restoreNumbers(JSON.parse(text), text).rows, [
    { i: 9007199254740993n, d: NaN, t: "5", j: [NaN] },
    { i: 1600000000000000, d: 1, t: "NaN", j: [1234567890123456789n] },
  ]);
});

Deno.test("an answer without columns is left as it is", () => {
  const answer = { status: "ok", rows: [{ a: "5" }] };
  strictEqual(restoreNumbers(answer, JSON.stringify(answer)), answer);
});
