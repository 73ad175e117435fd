/**
 * The order of columns, of which JavaScript puts those first that look like an index; and columns with one name, of
 * which the last counts.
 */

import * as coral from "jsr:@coral/sdk";

const { rows: [ordered] } = await coral.db.query(
  `SELECT 'b' AS b, 'ten' AS "10", 'a' AS a, 'two' AS "2", 'minus' AS "-1", 'zero' AS "01"`,
);
console.log(Object.entries(ordered));

const { rows: [twice] } = await coral.db.query("SELECT 1 AS a, 2 AS b, 'last' AS a");
console.log(Object.entries(twice));
const { rows: [join] } = await coral.db.query(
  "SELECT * FROM (SELECT 1 AS id, 'x' AS x) l JOIN (SELECT 1 AS id, 2.5 AS y) r ON l.id = r.id",
);
console.log(Object.entries(join));
const { rows: [unnamed] } = await coral.db.query("SELECT 1, 'x', 1 + 1, count(*)");
console.log(Object.entries(unnamed));
