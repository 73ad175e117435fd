/**
 * The console's levels: some go to standard output, some to standard error.
 */

console.debug("debug");
console.log("log");
console.info("info");
console.warn("warn");
console.error("error");
console.log();
console.log("");
console.log("several", 1, true, null, undefined, 5n, Symbol("s"));
console.log("two\nlines");
console.error("an object", { a: 1 });
const { log } = console;
log("without its object");
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 1 });
console.dir("text");
