/**
 * Control characters in what is printed, asked and emitted.
 */

import * as coral from "jsr:@coral/sdk";

console.log("a\0b \x1b[31mred\x1b[0m \r \u2028 \u202e");
console.log(["a\0b", "\x1b", "\u2028"], "half a pair: \ud800.");
const { rows } = await coral.db.query("SELECT ? AS text", ["\0\n\t\u{10ffff}"]);
console.log(JSON.stringify(rows));
console.log(await coral.getErrorRate("a\0b"), await coral.getErrorRate("\n"));
await coral.emit("odd\0name\n", { text: "\0\u2028" });
