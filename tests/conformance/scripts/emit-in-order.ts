/**
 * Events come in the order in which they were awaited, and those that are not awaited come too.
 */

import * as coral from "jsr:@coral/sdk";

for (let turn = 0; turn < 20; turn += 1) await coral.emit("turn", { turn });
coral.emit("last", { awaited: false });
console.log("the script ends here");
