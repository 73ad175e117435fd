/**
 * A run goes on until what it asked is answered, whether it awaits that or not.
 */

import * as coral from "jsr:@coral/sdk";

coral.db.query("SELECT 1 AS one").then(({ rows }) => {
  console.log("answered", rows);
  coral.db.query("SELECT nothing FROM nowhere").catch((error) => {
    console.log(error.code);
    coral.emit("not_awaited", { one: 1 });
  });
});
console.log("end of module");
