/**
 * A listener of "unhandledrejection" that only looks does not keep the run from ending; one may end it otherwise.
 */

// exit code: 5

globalThis.onunhandledrejection = (event) => {
  console.error("fatal:", event.reason.message);
  Deno.exit(5);
};
Promise.reject(new Error("lost"));
setTimeout(() => console.log("never"), 20);
