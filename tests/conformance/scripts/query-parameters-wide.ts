/**
 * A bigint beyond 64 bits cannot be bound.
 */

import * as coral from "jsr:@coral/sdk";

console.log(await coral.db.query("SELECT ?", [2n ** 63n]).catch((error) => error.message));
