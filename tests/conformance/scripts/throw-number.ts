/**
 * What is thrown need not be an error: this is `number`.
 */

// exit code: 1

console.error("about to throw");
throw 42;
