/**
 * A thrown value that is no error is shown as the console shows it, and so is a cause.
 */

// exit code: 1

console.error("about to throw");
throw new Error("with causes", {
  cause: new RangeError("one", { cause: { code: 7n, list: [-0] } }),
});
