/**
 * Statements that the database refuses, and what it says.
 */

import * as coral from "jsr:@coral/sdk";

const STATEMENTS = [
  "SELEC 1",
  "SELECT * FROM nowhere",
  "SELECT nothing FROM otel_spans_local",
  "SELECT 'a'::INTEGER",
  "SELECT nonsense(1)",
  "SELECT 1 +",
  "SELECT sum(service_name) FROM otel_spans_local",
  "SELECT\n  1,\n  FROM WHERE",
];

for (const sql of STATEMENTS) {
  try {
    console.log((await coral.db.query(sql)).rows);
  } catch (error) {
    const { code, message } = error as coral.CoralError;
    console.log(`${code}: ${message}`);
  }
}
