/**
 * The Coral SDK: what a script asks of the telemetry, and how it tells the world.
 *
 * @example
 * ```ts
 * import * as coral from "jsr:@coral/sdk";
 *
 * const p99 = await coral.metrics.getPercentile("payments", "http.server.duration", 0.99);
 * if (p99 > 500_000_000) await coral.emit("alert", { p99_ms: p99 / 1e6 }, "warning");
 * ```
 *
 * `coral-wasm run` runs such a script in its sandbox. Deno runs it too, against `coral-wasm serve`:
 *
 * ```sh
 * deno run --allow-net=localhost:9003 script.ts --param checks=1
 * ```
 *
 * Another server is named by `CORAL_SDK_URL`, and the token for it by `CORAL_SDK_TOKEN`.
 *
 * @module
 */

import "./transport.ts";

export * from "../agent/mod.ts";
