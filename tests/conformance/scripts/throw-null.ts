/**
 * What is thrown need not be an error: this is `null`.
 */

// exit code: 1

console.error("about to throw");
throw null;
