/**
 * An event may have 64 KiB; a larger one is refused, and the run goes on.
 */

import * as coral from "jsr:@coral/sdk";

for (const length of [60_000, 70_000]) {
  try {
    await coral.emit("long", { text: "x".repeat(length) });
    console.log(length, "emitted");
  } catch (error) {
    const { name, code, message, budget } = error as coral.CoralError;
    console.log(name, code, message, budget);
  }
}
await coral.emit("done");
