/**
 * Parameters in a condition; what looks like SQL in them stays a text.
 */

import * as coral from "jsr:@coral/sdk";

const SLOW = `
  SELECT trace_id, duration_ns / 1e6 AS ms
  FROM otel_spans_local
  WHERE service_name = ? AND duration_ns > ? AND is_error = ?
  ORDER BY trace_id`;

console.log((await coral.db.query(SLOW, ["payments", 500_000_000, true])).rows);
console.log((await coral.db.query(SLOW, ["payments", 40_000_000n, false])).rows);
console.log((await coral.db.query(SLOW, ["payments", 1e300, false])).rows);
console.log((await coral.db.query(SLOW, ["payments' OR '1'='1", 0, true])).rows);
