/**
 * Events with each severity, with and without data.
 */

import * as coral from "jsr:@coral/sdk";

const SEVERITIES: coral.Severity[] = ["info", "warning", "error", "critical"];

await coral.emit("nothing");
await coral.emit("plain", { p99_ms: 650 });
for (const severity of SEVERITIES) await coral.emit("alert", { severity }, severity);
await coral.emit("name with spaces, ü and 😀", { name: "payments" }, "info");
