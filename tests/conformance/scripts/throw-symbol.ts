/**
 * What is thrown need not be an error: this is `symbol`.
 */

// exit code: 1

console.error("about to throw");
throw Symbol("s");
