/**
 * Statements that do more than read the tables are denied.
 */

import * as coral from "jsr:@coral/sdk";

const STATEMENTS = [
  "DROP TABLE otel_spans_local",
  "INSERT INTO sample_spans VALUES (1)",
  "SELECT 1; SELECT 2",
  "COPY (SELECT 1) TO 'out.csv'",
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM '/etc/passwd'",
  "ATTACH 'x.db'",
  "PRAGMA database_list",
  "SET threads = 1",
  "INSTALL httpfs",
];

for (const sql of STATEMENTS) {
  const { code, message } = await coral.db.query(sql).catch((error) => error);
  console.log(`${code}: ${message}`);
}
console.log((await coral.db.query("SELECT count(*) AS spans FROM otel_spans_local")).rows);
