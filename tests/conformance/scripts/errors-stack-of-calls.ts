/**
 * Each frame is placed at the name that is called, or at the parenthesis where that is none.
 */

const where = () => new Error("here").stack?.split("\n")[2].match(/\d+:\d+/)?.[0];

const list = [where];
const holder = { where, maybe: undefined as (() => string) | undefined };
const maker = () => where;

console.log(where());
console.log(holder.where(), holder.maybe?.(), holder?.where());
console.log(list[0](), list[0]?.());
console.log(maker()());
console.log((() => where())());
