/**
 * The skills over the sample, each with its result as one line of JSON.
 */

import { skills } from "@coral/sdk";
import { errorCorrelation } from "@coral/sdk/skills/error-correlation";
import { latencyReport, type LatencyReportParams } from "jsr:@coral/sdk/skills/latency-report";

const params: LatencyReportParams = { threshold_ms: 600 };
console.log(JSON.stringify(await latencyReport(params)));
console.log(JSON.stringify(await latencyReport({ service: "orders" })));
console.log(JSON.stringify(await latencyReport({ service: "nobody" })));
console.log(JSON.stringify(await errorCorrelation()));
console.log(JSON.stringify(await skills.errorCorrelation({ threshold: 0.5, window_ms: 600_000 })));
for (const wrong of [{ threshold_ms: -1 }, { threshold_ms: NaN }]) {
  await latencyReport(wrong).catch((error) => console.log(error.code, error.message));
}
