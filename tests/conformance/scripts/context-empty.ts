/**
 * A run without parameters.
 */

import { context } from "jsr:@coral/sdk";

console.log(context.params, context.params.size, [...context.params]);
console.log(Number(context.params.get("checks") ?? 3));
console.log(Deno.args);
