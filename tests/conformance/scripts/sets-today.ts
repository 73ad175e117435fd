/**
 * What sets can do with each other.
 */

const a = new Set([1, 2, 3]);
const b = new Set([2, 3, 4]);
console.log(a.union(b), a.intersection(b), a.difference(b), a.symmetricDifference(b));
console.log(a.isSubsetOf(b), a.isSupersetOf(new Set([1])), a.isDisjointFrom(new Set([9])));
console.log(a.union(new Map([[5, "five"]])));
const key = {};
const weak = new WeakMap([[key, "kept"]]);
console.log(weak.get(key), weak.has({}), new WeakRef(key).deref() === key);
