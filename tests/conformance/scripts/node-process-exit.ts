/**
 * `process.exit` ends the run, and tells of it.
 */

// exit code: 6

process.on("exit", (code) => console.log("exit", code));
setTimeout(() => process.exit(6), 1);
setTimeout(() => console.log("never"), 20);
