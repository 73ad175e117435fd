/**
 * An error that nobody catches ends the run with the code 1.
 */

// exit code: 1

console.log("before");
throw new Error("nobody catches this");
