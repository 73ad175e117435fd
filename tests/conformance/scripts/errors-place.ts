/**
 * Where an error was made, in terms of the script: the first frame of its stack.
 */

import * as coral from "jsr:@coral/sdk";

function place(error: Error): string | undefined {
  return String(error.stack).split("\n").find((line) => line.startsWith("    at "));
}

function check(): void {
  throw new TypeError("thrown in a function");
}

async function ask(p: number): Promise<void> {
  await coral.getPercentile("payments", "http.server.duration", p);
}

try {
  check();
} catch (error) {
  console.log(place(error as Error));
}
await ask(2).catch((error) => console.log(place(error)));
await ask(NaN).catch((error) => console.log(place(error)));
