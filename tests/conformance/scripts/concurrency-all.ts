/**
 * Questions that are asked at once: each has its own answer, in the order of the questions; timers fire meanwhile.
 */

import * as coral from "jsr:@coral/sdk";

const answers = await Promise.all(
  Array.from({ length: 60 }, (_, n) => coral.db.query("SELECT ? * 2 AS n", [n])),
);
console.log(answers.map(({ rows }) => rows[0].n).join(" "));

const settled = await Promise.allSettled([
  coral.db.query("SELECT 'first' AS text"),
  coral.db.query("SELECT broken"),
  coral.metrics.getErrorRate("payments"),
  coral.metrics.getPercentile("no such service", "http.server.duration", 0.5),
]);
console.log(settled.map((one) => one.status === "fulfilled" ? "fulfilled" : one.reason.code));

let fired = 0;
const timer = setInterval(() => fired += 1, 1);
const { rows } = await coral.db.query(
  "SELECT count(*) AS n FROM range(300000000) t(x) WHERE x % 7 = 3",
);
clearInterval(timer);
console.log(rows[0].n, fired > 0);

const first = await Promise.race([
  coral.db.query("SELECT count(*) AS n FROM range(100000000000) t(x) WHERE x % 7 = 3"),
  new Promise((resolve) => setTimeout(resolve, 20, "the timer")),
]);
console.log(first);
Deno.exit();
