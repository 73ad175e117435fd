/**
 * `reportError` ends the run at once, with what it was given.
 */

// exit code: 1

console.log("before");
try {
  reportError(new RangeError("reported"));
} finally {
  console.log("never");
}
