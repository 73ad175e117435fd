/**
 * Arrays, maps and sets at work.
 */

const spans = [
  { service: "payments", ms: 652 },
  { service: "orders", ms: 20 },
  { service: "payments", ms: 45 },
  { service: "users", ms: 20 },
];
console.log(Object.groupBy(spans, ({ service }) => service));
console.log(Map.groupBy(spans, ({ ms }) => ms > 40 ? "slow" : "quick"));
console.log(spans.toSorted((a, b) => a.ms - b.ms).map(({ service }) => service));
console.log([10, 9, 1, undefined, 2].sort(), [3, 1, 2].toReversed(), [1, 2, 3].with(1, 9));
console.log([1, [2, [3, [4]]]].flat(Infinity), [1, 2].flatMap((n) => [n, n * 10]));
console.log([1, 2, 3, 4].findLast((n) => n % 2), [1, 2, 3].at(-1), [1, 2, 3].copyWithin(0, 1));
console.log([1, 2, 3, 4, 5].splice(1, 2), [1, 2, 3].toSpliced(0, 1), [NaN].includes(NaN));
console.log(spans.reduce((sum, { ms }) => sum + ms, 0), [..."ab"].entries().toArray());
const [a, b] = [new Set([1, 2, 3]), new Set([2, 3, 4])];
console.log(a.union(b), a.intersection(b), a.difference(b), a.symmetricDifference(b));
console.log(a.isSubsetOf(b), [...new Map([["x", 1]])], Object.fromEntries(new Map([["y", 2]])));
console.log(Object.entries({ b: 1, a: 2, 1: 3 }), { ...spans[0], ms: 0 }, Object.is(NaN, NaN));
