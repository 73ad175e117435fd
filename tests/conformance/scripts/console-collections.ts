/**
 * Maps, sets and what else holds things, as the console writes them.
 */

console.log(new Map(), new Set(), new Map([["a", 1], ["b", 2]]), new Set([1, "two", { three: 3 }]));
console.log(
  new Map<unknown, unknown>([[{ key: 1 }, [1, 2]], [null, new Map([[1, new Set([2])]])]]),
);
console.log(new WeakMap(), new WeakSet(), new WeakRef({ a: 1 }));
console.log(Promise.resolve(5), Promise.reject(5).catch(() => {}), new Promise(() => {}));
console.log(/a+b/gi, new Date(0), new Date(NaN), Symbol.iterator, Symbol());
console.log(new Map(Array.from({ length: 5 }, (_, i) => [`service-${i}`, { p99: i * 100.5 }])));
console.log(globalThis === (globalThis as unknown), typeof globalThis);
console.log((function () {
  return arguments;
})());
