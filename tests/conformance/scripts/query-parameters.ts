/**
 * Parameters of every kind, bound to the `?` of a statement: each comes back as it was.
 */

import * as coral from "jsr:@coral/sdk";

const VALUES: coral.SqlParameter[] = [
  ...[null, true, false],
  ...[0, 7, -7, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  ...[9007199254740993n, -9007199254740993n, 2n ** 63n - 1n, -(2n ** 63n), 5n],
  ...[1.5, -0.1, 1e21, 1e-7, 2 ** 53, 2 ** 64, Number.MAX_VALUE, Number.MIN_VALUE, Math.PI],
  ...[NaN, Infinity, -Infinity],
  ...[
    "",
    "text",
    "ü 日本 😀",
    "quote ' and \" and \\",
    "line\nbreak\ttab",
    "?",
    "x'; DROP TABLE t; --",
  ],
];

for (const value of VALUES) {
  const { rows } = await coral.db.query("SELECT ? AS value, typeof(?) AS type", [value, value]);
  console.log(value, rows[0], Object.is(rows[0].value, value));
}
const { rows } = await coral.db.query("SELECT ? AS a, ? AS b, ? AS c", VALUES.slice(1, 4));
console.log(rows);
