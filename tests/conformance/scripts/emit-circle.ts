/**
 * Data that holds itself has no JSON: the event is refused, and says why.
 */

import * as coral from "jsr:@coral/sdk";

const ring: Record<string, unknown> = { name: "ring" };
ring.self = ring;
try {
  await coral.emit("ring", ring);
} catch (error) {
  const { code, message } = error as coral.CoralError;
  console.log(code, message.split(": ").slice(0, 2).join(": "));
}
