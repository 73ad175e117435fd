/**
 * NULL is null, whatever the type of its column; and booleans are booleans.
 */

import * as coral from "jsr:@coral/sdk";

const TYPES = [
  ...["BIGINT", "HUGEINT", "DOUBLE", "DECIMAL(9, 2)", "BOOLEAN", "VARCHAR", "TIMESTAMP"],
  ...["TIMESTAMPTZ", "DATE", "TIME", "INTERVAL", "UUID", "BLOB", "JSON", "INTEGER[]"],
  ...["STRUCT(a INTEGER)", "MAP(VARCHAR, INTEGER)"],
];

for (const type of TYPES) {
  const { rows } = await coral.db.query(`SELECT NULL::${type} AS cell, NULL AS untyped`);
  console.log(type, rows[0]);
}
const mixed = await coral.db.query("SELECT unnest([true, NULL, false]) AS flag");
console.log(mixed.rows);
