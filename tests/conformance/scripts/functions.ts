/**
 * Metadata of functions: it is not recorded, and each question says so.
 */

import * as coral from "jsr:@coral/sdk";

const failed = ({ name, code, message }: coral.CoralError) => `${name} ${code}: ${message}`;

console.log(await coral.functions.list("payments").catch(failed));
console.log(await coral.functions.get("payments", "main").catch(failed));
console.log(await coral.list("payments").catch(failed));
console.log(await coral.get("payments", "main").catch(failed));
