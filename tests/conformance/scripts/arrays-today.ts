/**
 * The newer methods of arrays, typed arrays and objects.
 */

const list = [5, 1, 4];
console.log(list.toSorted(), list.toReversed(), list.toSpliced(1, 1, 9, 9), list.with(0, 7), list);
console.log(list.at(-1), list.findLast((x) => x > 1), list.findLastIndex((x) => x > 9));
console.log([1, [2, [3, [4]]]].flat(Infinity), list.flatMap((x) => [x, -x]), [NaN].includes(NaN));
console.log(Object.groupBy([1, 2, 3], (x) => x % 2 ? "odd" : "even"));
console.log(Map.groupBy(["a", "bb", "cc"], (text) => text.length));
console.log(await Array.fromAsync([Promise.resolve(3), 4], (x) => x * 2));
console.log(
  ["b", undefined, "a"].sort(),
  [3, 20, 100].sort(),
  [3, 20, 100].toSorted((a, b) => b - a),
);
console.log(
  new Float64Array([3, 1, 2]).toSorted().with(0, 9),
  new Uint8Array([1, 2, 3]).subarray(1),
);
const spans = Array.from({ length: 500 }, (_, index) => ({ group: index % 7, index }));
spans.sort((a, b) => a.group - b.group);
console.log(spans.slice(0, 5).map((span) => span.index));
console.log(Object.fromEntries(Object.entries({ a: 1, b: 2 }).map(([key, value]) => [value, key])));
console.log([1, 2, 3].entries().toArray(), Array.from({ length: 3 }), [..."héy"].length);
