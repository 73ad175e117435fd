/**
 * As many questions at once as a run may have, and one more.
 */

import * as coral from "jsr:@coral/sdk";

const results = await Promise.allSettled(
  Array.from({ length: 1_001 }, (_, n) => coral.db.query("SELECT ? AS n", [n])),
);
const refused = results.filter((result) => result.status === "rejected");
console.log(results.length - refused.length, refused[0]?.reason.message, refused[0]?.reason.budget);
