/**
 * A run may emit 10,000 events; the next is refused, and the run goes on.
 */

import * as coral from "jsr:@coral/sdk";

let emitted = 0;
try {
  for (; emitted <= 10_000; emitted += 1) await coral.emit("turn");
} catch (error) {
  const { code, message, budget } = error as coral.CoralError;
  console.log(emitted, code, message, budget);
}
console.log((await coral.db.query("SELECT 'still here' AS text")).rows);
