/**
 * An answer may have 16 MiB; a larger one is refused, whatever the number of its rows.
 */

import * as coral from "jsr:@coral/sdk";

const { rows } = await coral.db.query("SELECT repeat('x', 1000000) AS text");
console.log(String(rows[0].text).length);
try {
  await coral.db.query("SELECT repeat('x', 1000000) AS text FROM range(20)");
} catch (error) {
  const { code, message, budget } = error as coral.CoralError;
  console.log(error instanceof Error, code, message, budget?.name, budget?.limit);
}
