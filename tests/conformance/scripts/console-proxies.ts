/**
 * A proxy is shown as what it stands for, and none of its traps is called.
 */

const trap = () => {
  throw new Error("a trap was called");
};
const traps = { get: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap };
console.log(new Proxy({ a: 1, b: { c: 2 } }, traps), [new Proxy([1, 2], traps)]);
console.log(new Proxy(new Map([[1, { two: 2 }]]), traps), new Proxy(new Proxy({}, traps), traps));
console.log(new Proxy(function named() {}, traps), new Proxy(class Known {}, traps));

const counts = new Proxy({} as Record<string, number>, {
  get: (target, name: string) => target[name] ?? 0,
});
counts.seen++;
console.log(counts.seen, counts.unseen, counts);
console.log({ error: new Proxy(new RangeError("inside"), {}) instanceof RangeError });
