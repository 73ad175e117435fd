/**
 * Parameters that cannot be bound: too many, too few, or of a wrong kind.
 */

import * as coral from "jsr:@coral/sdk";

async function attempt(sql: unknown, parameters?: unknown): Promise<void> {
  try {
    const { rows } = await coral.db.query(sql as string, parameters as coral.SqlParameter[]);
    console.log(rows);
  } catch (error) {
    const { code, message } = error as coral.CoralError;
    console.log(`${code}: ${message}`);
  }
}

await attempt("SELECT ?", []);
await attempt("SELECT ?", undefined);
await attempt("SELECT 1", [1]);
await attempt("SELECT ?, ?", [1]);
for (const value of [{}, [1], undefined, () => 1, Symbol.iterator, new Date(0)]) {
  await attempt("SELECT ? AS value", [value]);
}
await attempt("SELECT ?", "text");
await attempt("SELECT ?", { 0: 1 });
await attempt("SELECT ?", null);
for (const sql of ["", 5, null, undefined, {}]) await attempt(sql);
