/**
 * Tables of rows, of lists and of what is neither.
 */

console.table([{ service: "payments", p99: 650 }, { service: "orders", p99: 30, ok: true }]);
console.table([{ a: 1, b: 2, c: 3 }], ["c", "a"]);
console.table([[1, 2], [3, 4, 5]]);
console.table({ x: { value: 1 }, y: { value: 2 } });
console.table(["a", "b"]);
console.table(new Map([["a", 1], ["b", 2]]));
console.table(new Set([1, 2]));
console.table([]);
console.table("text");
console.table([{ text: "ü 日本", nested: { a: 1 }, list: [1, 2] }]);
