/**
 * Timers fire by their time, and those of one time in the order in which they were set.
 */

const order: string[] = [];
const note = (text: string) => () => order.push(text);

setTimeout(note("30"), 30);
setTimeout(note("10"), 10);
setTimeout(note("0 first"), 0);
setTimeout(note("0 second"));
setTimeout((...words: string[]) => order.push(words.join("+")), 20, "with", "arguments");
queueMicrotask(note("microtask"));
Promise.resolve().then(note("promise"));
order.push("now");

await new Promise((resolve) => setTimeout(resolve, 60));
console.log(order);
