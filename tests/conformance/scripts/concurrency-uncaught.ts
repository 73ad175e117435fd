// exit code: 1
/**
 * Nor does an error that nobody catches.
 */

import * as coral from "jsr:@coral/sdk";

const SLOW = "SELECT count(*) AS n FROM range(100000000000) t(x) WHERE x % 7 = 3";
coral.db.query(SLOW).then(() => console.log("answered"));
setTimeout(() => {
  console.log("throwing");
  throw new Error("enough");
}, 20);
