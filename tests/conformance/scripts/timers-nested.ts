/**
 * Each timer's microtasks run before the next timer; a timer that is set in a timer comes later.
 */

const order: string[] = [];
const note = (text: string) => order.push(text);

setTimeout(() => {
  note("first");
  Promise.resolve().then(() => note("microtask of the first"));
}, 0);
setTimeout(() => {
  note("second");
  setTimeout(() => note("timer of the second"), 0);
}, 0);
setTimeout(() => note("third"), 0);
await new Promise((resolve) => setTimeout(resolve, 30));
console.log(order);
