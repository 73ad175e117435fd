/**
 * The SDK under each of its names, with and without a version: two generations that share what they have in common.
 */

import * as bare from "@coral/sdk";
import * as bareMinor from "@coral/sdk@^0.1";
import * as jsr from "jsr:@coral/sdk";
import * as minor from "jsr:@coral/sdk@^0.1";
import * as exact from "jsr:@coral/sdk@0.1.0";
import { latencyReport } from "@coral/sdk/skills/latency-report";
import { latencyReport as fromJsr } from "jsr:@coral/sdk@0.1/skills/latency-report";

for (const sdk of [minor, exact]) {
  console.log(sdk.db === jsr.db, sdk.emit === jsr.emit, sdk.context === jsr.context);
}
console.log(bareMinor.db === bare.db, bare.emit === jsr.emit, bare.context === jsr.context);
console.log(Object.is(bare.db, jsr.db), Object.is(bare.metrics, jsr.metrics));
console.log(latencyReport === fromJsr, bare.skills.latencyReport === latencyReport);
console.log(Object.keys(exact).join(" "));
console.log(Object.keys(bare).join(" "));
