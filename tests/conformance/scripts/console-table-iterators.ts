/**
 * Tables of what is iterated: generators, iterators of collections, typed arrays.
 */

function* rows() {
  yield { name: "a", count: 1 };
  yield { name: "b", count: 20 };
}
console.table(rows());
console.table([1, 2].values());
console.table(new Map([[{ k: 1 }, "v"]]).entries());
console.table(new Set(["x"]).values());
console.table(new Uint8Array([1, 2]));
console.table(rows(), ["count"]);
