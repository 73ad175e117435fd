/**
 * Each function fails with a text that says which, and a code that says why.
 */

import * as coral from "jsr:@coral/sdk";

const failed = ({ name, code, message }: coral.CoralError) => `${name} ${code}: ${message}`;
const wrong = undefined as unknown;

console.log(await coral.db.query("SELEC").catch(failed));
console.log(await coral.db.query("DROP TABLE sample_spans").catch(failed));
console.log(await coral.getPercentile("nobody", "http.server.duration", 0.5).catch(failed));
console.log(await coral.getPercentile("payments", "http.server.duration", 99).catch(failed));
console.log(await coral.getPercentile("payments", "http.server.duration", NaN).catch(failed));
console.log(await coral.getPercentile("payments", wrong as string, 0.5).catch(failed));
console.log(await coral.getPercentile("", "http.server.duration", 0.5).catch(failed));
console.log(await coral.getErrorRate(wrong as string).catch(failed));
console.log(await coral.traces.query(wrong as coral.TraceQueryOptions).catch(failed));
console.log(await coral.traces.query({ service: "" }).catch(failed));
console.log(await coral.traces.query({ service: "payments", timeRange: "soon" }).catch(failed));
console.log(await coral.emit("").catch(failed));
console.log(await coral.functions.list("payments").catch(failed));
