/**
 * The second generation's SQL: every cell a text, NULL null, a thousand rows if not told otherwise.
 */

import { db } from "@coral/sdk";

console.log(
  await db.query(
    `SELECT 1 AS whole, 9223372036854775807 AS wide, sum(18446744073709551615::UBIGINT) AS huge,
       0.1::DOUBLE AS half, 1e300::DOUBLE AS far, 'NaN'::DOUBLE AS nan, 1.50::DECIMAL(9, 2) AS dec,
       true AS yes, 'text' AS words, NULL AS nothing, TIMESTAMP '2026-01-31 12:00:00.5' AS moment,
       [1, NULL, 9007199254740993] AS list, {'a': 1.5, 'b': 'x'} AS pair, 'a'::BLOB AS bytes`,
  ),
);
console.log(await db.query("SELECT 1 AS a, 2 AS a WHERE false"));
for (const maxRows of [undefined, 0, 3, 20_000]) {
  const { rows, rowCount, truncated } = await db.query("SELECT * FROM range(2000)", maxRows);
  console.log(maxRows, rows.length, rowCount, truncated, rows.at(-1));
}
for (const [sql, maxRows] of [["SELECT nope", 1], ["", 1], ["SELECT 1", -1]] as const) {
  await db.query(sql, maxRows).catch((error) =>
    console.log(error.code, error.message.split("\n")[0])
  );
}
