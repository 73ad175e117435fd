/**
 * Numbers of every size in the data of an event, and keys that look like an index.
 */

import * as coral from "jsr:@coral/sdk";

await coral.emit("sizes", {
  largest: Number.MAX_VALUE,
  least: Number.MIN_VALUE,
  sum: 0.1 + 0.2,
  unsafe: 2 ** 53,
  wide: [2 ** 63, -(2 ** 63), 2 ** 64, 123456789012345680000],
});
await coral.emit("keys", JSON.parse('{"a": 1, "b": 2, "a": 3, "__proto__": 4, "2": 5, "1": 6}'));
await coral.emit("depth", JSON.parse('{"a":'.repeat(100) + "1" + "}".repeat(100)));
