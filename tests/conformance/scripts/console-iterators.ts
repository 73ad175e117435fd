/**
 * Iterators, as the console writes them.
 */

console.log(new Map([[1, 2]]).entries(), new Map([[1, 2]]).keys(), new Set([1]).values());
