/**
 * What is thrown need not be an error: this is `object`.
 */

// exit code: 1

console.error("about to throw");
throw { code: 7 };
