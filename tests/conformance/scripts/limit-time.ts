/**
 * A run that takes longer than it may is stopped, with a code of its own.
 */

// flags: --timeout 4s
// exit code: 124

await new Promise((resolve) => setTimeout(resolve, 3_600_000));
console.log("never");
