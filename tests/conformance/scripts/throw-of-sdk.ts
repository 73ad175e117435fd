/**
 * An error of the SDK that nobody catches is placed at the call.
 */

// exit code: 1

import * as coral from "jsr:@coral/sdk";

async function ask(sql: string): Promise<number> {
  const { count } = await coral.db.query(sql);
  return count;
}

console.log(await ask("SELECT 1"));
console.log(await ask("SELEC"));
