/**
 * Prints every service that has spans, and how many.
 */

import * as coral from "jsr:@coral/sdk";

const spans = await coral.db.query(`
  SELECT service_name, COUNT(*) AS count
  FROM otel_spans_local
  GROUP BY service_name
  ORDER BY service_name
`);

console.log("Services:", spans);
