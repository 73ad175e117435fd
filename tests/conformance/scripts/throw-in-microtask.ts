/**
 * An error in a microtask ends the run.
 */

// exit code: 1

queueMicrotask(() => {
  throw new Error("in a microtask");
});
console.log("before");
