/**
 * The SDK under each of its names, with and without a version: it is one SDK.
 */

import * as bare from "@coral/sdk";
import * as jsr from "jsr:@coral/sdk";
import * as minor from "jsr:@coral/sdk@^0.1";
import * as exact from "jsr:@coral/sdk@0.1.0";

for (const sdk of [jsr, minor, exact]) {
  console.log(sdk.db === bare.db, sdk.emit === bare.emit, sdk.context === bare.context);
}
console.log(Object.keys(exact).join(" "));
