/**
 * `console.dir` and `Deno.inspect` with their options.
 */

const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } };
console.dir(deep);
console.dir(deep, { depth: 1 });
console.dir(deep, { depth: null as unknown as number });
console.dir("text");
console.dir();
const lazy = {
  get number() {
    return 5;
  },
  get object() {
    return { a: 1 };
  },
  get broken(): never {
    throw new Error("no");
  },
  set written(_value: unknown) {/* It is there. */},
};
console.log(Deno.inspect(lazy), Deno.inspect(lazy, { getters: true }));
console.log(Deno.inspect({ b: 1, a: [3, 1] }, { sorted: true, compact: false }));
