/**
 * An error in an imported file is placed there.
 */

// exit code: 1

import { plan } from "./lib/plan.ts";

console.log(plan("a"));
console.log(plan(""));
