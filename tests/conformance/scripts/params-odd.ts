/**
 * Parameters are texts, and arrive as they were written.
 */

// flags: --param a= --param b== --param c=1e3 --param ü=😀 --param __proto__=x --param 2=two --param 1=one

import { context } from "jsr:@coral/sdk";

console.log([...context.params]);
console.log(
  context.params.get("__proto__"),
  typeof context.params.get("c"),
  context.params.get("A"),
);
