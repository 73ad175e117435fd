/**
 * An error that is printed whole: its text, and where it was made.
 */

console.log(new Error("printed"));
console.error("with words before it:", new RangeError("as well"));
