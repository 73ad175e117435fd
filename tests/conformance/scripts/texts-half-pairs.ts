/**
 * Half of a surrogate pair is no text: wherever it stands, it leaves the script as U+FFFD.
 */

import * as coral from "jsr:@coral/sdk";

const failed = ({ code, message }: coral.CoralError) => `${code}: ${message}`;

console.log(await coral.db.query("SELECT '\ud800' AS text").catch(failed));
console.log(await coral.db.query("SELECT ? AS text", ["\ud800"]).catch(failed));
console.log(await coral.getErrorRate("\ud800").catch(failed));
console.log(await coral.emit("name \ud800").catch(failed));
console.log(await coral.emit("value", { key: "\ud800" }).catch(failed));
