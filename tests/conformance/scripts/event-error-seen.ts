/**
 * A listener of "error" that only looks does not keep the run from ending.
 */

// exit code: 1

addEventListener("error", (event) => console.log("seen", event.error.message));
setTimeout(() => {
  throw new Error("in a timer");
}, 1);
setTimeout(() => console.log("never"), 20);
