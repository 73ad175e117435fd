/**
 * The source of a function as a text.
 */

const add = (a: number, b: number) => a + b;
console.log(String(add), add.toString().length > 0);
