/**
 * A span, with every field that it has.
 */

import * as coral from "jsr:@coral/sdk";

const traces = await coral.traces.query({ service: "users" });
console.log(traces);
for (const trace of traces) {
  console.log(Object.entries(trace).map(([name, value]) => `${name}: ${typeof value}`).join(", "));
}
