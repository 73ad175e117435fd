/**
 * Counters, assertions and timers that are not there.
 */

console.count();
console.count();
console.count("requests");
console.countReset();
console.count();
console.countReset("nothing");
console.assert(1 === 1, "not said");
console.assert(false);
console.assert(false, "said with %s", "a value");
console.assert(false, { a: 1 }, "and more");
console.assert();
console.timeEnd("nothing");
console.timeLog("nothing");
console.time("again");
console.time("again");
