/**
 * Whole numbers of more than 64 bits: each a number where that is exact, else a bigint, in whichever row it stands.
 */

import * as coral from "jsr:@coral/sdk";

async function show(sql: string) {
  const { rows } = await coral.db.query(sql);
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) console.log(name, typeof value, value);
  }
}

await show("SELECT sum(n) AS sum FROM (VALUES (9223372036854775807), (9223372036854775807)) t(n)");
await show(
  "SELECT unnest([NULL, 1, -1, 1267650600228229401496703205376, NULL, 9007199254740993]) AS huge",
);
await show("SELECT unnest([18446744073709551615, 0, 9007199254740991])::UBIGINT AS unsigned");
await show("SELECT product(n) AS double_product FROM range(1, 40) t(n)");
await show(`
  SELECT MAP {TIMESTAMP '2024-02-29 12:34:56': 1} AS by_time, MAP {'nan'::DOUBLE: 9007199254740993} AS by_double,
    MAP {18446744073709551616::HUGEINT: 1, 2: 2} AS by_huge, MAP {[1, 2]: 'list'} AS by_list,
    {'__proto__': [9007199254740993], '1': 1, 'constructor': 'NaN'} AS odd_names
`);

// The value that does not fit in 64 bits comes long after the first.
const { rows } = await coral.db.query(
  "SELECT CASE n WHEN 5000 THEN 2::HUGEINT ** 64 ELSE n END::HUGEINT AS n, [n] AS list FROM range(6000) t(n)",
);
console.log(rows.filter(({ n }) => typeof n === "number").length, rows[4999], rows[5000]);

// Digits in texts are texts, beside cells that are restored.
await show(`
  SELECT '[1234567890123456789]' AS text, ['x:[1234567890123456789, "\\u004eaN"]', NULL] AS texts,
    [1234567890123456789] AS numbers
`);

// Without anything to restore, and with what only looks like it.
await show("SELECT [1, 2] AS small, 1234567890123456 AS safe, '1234567890123456789' AS digits");

const BigIntOfScript = BigInt;
// deno-lint-ignore no-explicit-any
(globalThis as any).BigInt = () => "not a bigint";
const wide = await coral.db.query(
  "SELECT [340282366920938463463374607431768211455::UHUGEINT] AS n",
);
globalThis.BigInt = BigIntOfScript;
console.log(typeof (wide.rows[0].n as unknown[])[0]);
