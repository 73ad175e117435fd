/**
 * Tables with cells of every kind, and with columns that are chosen.
 */

console.table([{ big: 1n, nothing: null, undefined: undefined, text: "x\ny", list: [1] }]);
console.table([1, "a", { x: 1 }, [5, 6]]);
console.table(new Map([[{ k: 1 }, { v: 2 }]]));
console.table([[]]);
console.table([{}]);
console.table([{ a: 1 }], []);
console.table([{ a: 1 }], ["missing"]);
console.table([{ "日本": "😀" }, { "日本": "ü" }]);
