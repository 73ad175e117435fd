/**
 * A timer ends the run while the script waits.
 */

// exit code: 5

setTimeout(() => {
  console.log("time is up");
  Deno.exit(5);
}, 5);
await new Promise((resolve) => setTimeout(resolve, 10_000));
console.log("never");
