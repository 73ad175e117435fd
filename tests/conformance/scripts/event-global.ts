/**
 * The global object is a target of events, whose methods are called without it.
 */

const listener = (event: Event) =>
  console.log((event as CustomEvent).detail, event.target === globalThis);
addEventListener("mine", listener);
console.log(dispatchEvent(new CustomEvent("mine", { detail: 1 })));
removeEventListener("mine", listener);
globalThis.addEventListener("mine", (event) => event.preventDefault(), { once: true });
console.log(globalThis.dispatchEvent(new Event("mine", { cancelable: true })));
console.log(dispatchEvent(new Event("mine", { cancelable: true })));
console.log(globalThis instanceof EventTarget, Object.prototype.toString.call(globalThis));
