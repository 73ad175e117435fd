/**
 * A run takes at most 10,000 rows of one answer, and is told that there were more.
 */

import * as coral from "jsr:@coral/sdk";

for (const wanted of [9_999, 10_000, 10_001, 50_000]) {
  const { rows, count, truncated } = await coral.db.query(
    "SELECT i, 'row ' || i AS text FROM range(?) t(i) ORDER BY i",
    [wanted],
  );
  console.log(wanted, count, rows.length, truncated, rows.at(-1));
}
