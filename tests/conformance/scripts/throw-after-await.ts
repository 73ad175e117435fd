/**
 * An error after a pause, in a function that was awaited.
 */

// exit code: 1

import * as coral from "jsr:@coral/sdk";

async function check(service: string): Promise<void> {
  const rate = await coral.getErrorRate(service);
  if (rate > 0.1) throw new Error(`${service}: ${rate * 100} % of requests fail`);
}

await check("orders");
await check("payments");
console.log("never");
