/**
 * Arrays, short and long, and how they are broken into lines.
 */

console.log([], [1, 2, 3], ["a", "b"], [[1, [2, [3, [4, [5]]]]]]);
console.log([1, , 3], new Array(5), [undefined, null]);
console.log(Array.from({ length: 30 }, (_, index) => index));
console.log(Array.from({ length: 120 }, (_, index) => index * 1000));
console.log(["a".repeat(40), "b".repeat(40), "c".repeat(40)]);
console.log([{ service: "payments", p99: 650.5 }, { service: "orders", p99: 30.2 }]);
console.log([{ a: 1, b: { c: [1, 2, { d: 3 }] } }]);
console.log(Object.assign([1, 2], { extra: true, "-1": "minus" }));
console.log(new Uint8Array([1, 2, 255]), new Float64Array([1.5, -0, NaN]), new BigInt64Array(2));
console.log(new ArrayBuffer(4), new DataView(new ArrayBuffer(2)));
console.log(["text that is long enough to be broken", "into several lines of output", 1, 2, 3]);
