/**
 * A long text of several lines in an object.
 */

console.log({ text: "one line of it\n".repeat(8) });
