/**
 * A listener of "error" takes the errors that nobody caught, and the run goes on.
 */

addEventListener("error", (event) => {
  console.log(event.type, event.message, event.cancelable, event.target === globalThis);
  console.log(event.constructor.name, event.error instanceof Error, typeof event.filename);
  event.preventDefault();
});
setTimeout(() => {
  throw new TypeError("in a timer");
}, 1);
const target = new EventTarget();
target.addEventListener("x", () => {
  throw new Error("in a listener");
});
target.addEventListener("x", () => console.log("the next listener"));
target.dispatchEvent(new Event("x"));
reportError(new RangeError("reported"));
reportError("a text");
reportError({ a: 1 });
console.log("the script goes on");
setTimeout(() => console.log("so do its timers"), 5);
