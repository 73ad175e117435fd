/**
 * What is thrown need not be an error: this is `undefined`.
 */

// exit code: 1

console.error("about to throw");
throw undefined;
