/**
 * An answer without rows, and one with rows that say nothing.
 */

import * as coral from "jsr:@coral/sdk";

console.log(await coral.db.query("SELECT * FROM otel_spans_local WHERE false"));
console.log(await coral.db.query("SELECT 'a' AS text, 1.5 AS number, [1] AS list WHERE 1 = 0"));
console.log(await coral.db.query("SELECT '' AS empty FROM range(3)"));
console.log(await coral.db.query("SELECT count(*) AS count FROM otel_spans_local WHERE false"));
