/**
 * Events that cannot be emitted: their names, their data, their severity.
 */

import * as coral from "jsr:@coral/sdk";

async function attempt(name: unknown, data?: unknown, severity?: unknown): Promise<void> {
  try {
    await coral.emit(name as string, data as coral.EventData, severity as coral.Severity);
    console.log("emitted", name);
  } catch (error) {
    const { code, message } = error as coral.CoralError;
    console.log(`${code}: ${message}`);
  }
}

await attempt("");
await attempt(5);
await attempt(undefined);
for (const data of [null, [], [1], "text", 5, true]) await attempt("data", data);
for (const severity of ["fatal", "INFO", "", null, 3]) await attempt("severity", {}, severity);
await attempt("large", { n: 2n ** 60n });
await attempt("becomes a list", { toJSON: () => [1] });
await attempt("becomes nothing", { toJSON: () => undefined });
await attempt("throws", {
  toJSON() {
    throw new Error("no JSON of me");
  },
});
await attempt("right", { a: 1 }, "info");
