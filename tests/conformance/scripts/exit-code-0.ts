/**
 * `Deno.exit()` ends a run that has more to do, and says that all is well.
 */

setInterval(() => console.log("never"), 1000);
queueMicrotask(() => console.log("never either"));
console.error("ending");
Deno.exit();
