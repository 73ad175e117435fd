/**
 * Delays are whole milliseconds, and at least one: so 0 and 1 are the same.
 */

setTimeout(() => console.log("later"), 100);
setTimeout(() => console.log("one"), 1);
setTimeout(() => console.log("none"), 0);
setTimeout(() => console.log("a fraction"), 0.9);
setTimeout(() => console.log("nothing"));
setTimeout(() => console.log("null"), null as unknown as number);
setTimeout(() => console.log("a text"), "1" as unknown as number);
setTimeout(() => console.log("much later"), 300);
setTimeout((...list) => console.log("with", list), 200, 1, "b", { c: 3 });
