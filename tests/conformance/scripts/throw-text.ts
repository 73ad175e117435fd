/**
 * What is thrown need not be an error: this is `text`.
 */

// exit code: 1

console.error("about to throw");
throw "a text";
