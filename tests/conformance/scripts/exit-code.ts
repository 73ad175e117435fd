/**
 * A script ends its run with a code of its own; what follows does not run.
 */

// exit code: 3

import * as coral from "jsr:@coral/sdk";

await coral.emit("ending", { code: 3 });
console.log("before");
setTimeout(() => console.log("never"), 1);
Deno.exit(3);
console.log("never");
