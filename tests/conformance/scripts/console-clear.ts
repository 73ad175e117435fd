/**
 * `console.clear` ends all groups.
 */

console.group("first");
console.group("second");
console.log("inside");
console.clear();
console.log("outside");
