/**
 * A question against a timer: the quicker one counts, and what loses does no harm.
 */

import * as coral from "jsr:@coral/sdk";

const sleep = (ms: number) => new Promise<string>((resolve) => setTimeout(resolve, ms, "timer"));

const quick = coral.db.query("SELECT 'query' AS winner").then(({ rows }) => rows[0].winner);
console.log(await Promise.race([quick, sleep(20_000)]));
console.log(await Promise.any([coral.db.query("SELEC"), coral.getCPU()]));
Deno.exit(0); // else the timer would hold the run for 20 seconds
