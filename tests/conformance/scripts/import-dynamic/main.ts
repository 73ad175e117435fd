/**
 * A file that is imported when it is needed, once.
 */

console.log("before");
const { measure } = await import("./measure.ts");
console.log(measure(), measure === (await import("./measure.ts")).measure);
