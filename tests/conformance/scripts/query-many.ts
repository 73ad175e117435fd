/**
 * Many questions at once: each gets its own answer, whichever comes first.
 */

import * as coral from "jsr:@coral/sdk";

const numbers = Array.from({ length: 50 }, (_, index) => index);
const answers = await Promise.all(
  numbers.map((n) => coral.db.query("SELECT ? * ? AS square", [n, n])),
);
console.log(answers.map(({ rows }) => rows[0].square).join(" "));

const mixed = await Promise.allSettled([
  coral.db.query("SELECT 'first' AS which"),
  coral.db.query("SELEC"),
  coral.getCPU(),
  coral.getPercentile("nobody", "http.server.duration", 0.5),
  coral.getErrorRate("payments"),
]);
for (const result of mixed) {
  console.log(result.status === "fulfilled" ? result.value : result.reason.code);
}
