/**
 * Groups indent what is in them.
 */

console.group("payments");
console.log("latency");
console.group();
console.warn("two\nlines");
console.log({ a: { b: 1 }, text: "long enough to be broken into lines, which are all indented" });
console.groupEnd();
console.error("back by one");
console.groupEnd();
console.groupEnd();
console.log("outside");
console.groupCollapsed("collapsed", 1);
console.info("inside");
console.groupEnd();
console.log("end");
