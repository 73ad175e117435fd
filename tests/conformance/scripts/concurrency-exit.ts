// exit code: 3
/**
 * `Deno.exit` does not wait for questions that are on their way.
 */

import * as coral from "jsr:@coral/sdk";

const SLOW = "SELECT count(*) AS n FROM range(100000000000) t(x) WHERE x % 7 = 3";
coral.db.query(SLOW).then(() => console.log("answered"));
setTimeout(() => {
  console.log("exiting");
  Deno.exit(3);
}, 20);
