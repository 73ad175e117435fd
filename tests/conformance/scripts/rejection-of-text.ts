/**
 * A rejection need not be of an error.
 */

// exit code: 1

Promise.reject("a reason");
console.log("before");
