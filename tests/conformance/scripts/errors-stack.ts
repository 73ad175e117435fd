/**
 * The stack of an error begins with its text.
 */

console.log(new RangeError("text").stack?.split("\n")[0]);
