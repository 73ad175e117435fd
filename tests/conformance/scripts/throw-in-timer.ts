/**
 * An error in a timer ends the run, whatever the script waits for.
 */

// exit code: 1

setTimeout(() => {
  throw new Error("in a timer");
}, 2);
await new Promise((resolve) => setTimeout(resolve, 5_000));
console.log("never");
