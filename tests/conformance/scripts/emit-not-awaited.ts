/**
 * Events that are not awaited come in the order in which they were emitted.
 */

import * as coral from "jsr:@coral/sdk";

for (let turn = 0; turn < 50; turn += 1) coral.emit("turn", { turn });
console.log("the script ends here");
