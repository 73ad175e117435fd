/**
 * A variable is not there before its initialization, wherever that stands and however it is reached; and it is there after.
 */
// deno-lint-ignore-file no-case-declarations no-this-before-super

function told(name: string, what: () => unknown): void {
  try {
    console.log(name, what());
  } catch (error) {
    console.log(name, (error as Error).name, (error as Error).message);
  }
}

told("after it", () => {
  let count = 1;
  count++;
  count += 2;
  const twice = count * 2;
  return count + twice;
});
told("before it", () => {
  // @ts-expect-error: it is read before it is there
  const seen = later;
  const later = 1;
  return [seen, later];
});
told("written before it", () => {
  // @ts-expect-error: it is written before it is there
  later = 2;
  let later = 1;
  return later;
});
told("typeof", () => {
  // @ts-expect-error: it is read before it is there
  const kind = typeof later;
  const later = 1;
  return [kind, later];
});
told("by itself", () => {
  // @ts-expect-error: it is read while it is made
  const own: number = own + 1;
  return own;
});
told("its loop", () => {
  const seen = [];
  // @ts-expect-error: the list is looked for in the loop's scope
  for (const list of list) seen.push(list);
  return seen;
});
told("its keys", () => {
  const seen = [];
  // @ts-expect-error: the object is looked for in the loop's scope
  for (const key in key) seen.push(key);
  return seen;
});
for (const which of [1, 2, 3]) {
  told(`case ${which}`, () => {
    switch (which) {
      case 1: {
        return "none";
      }
      case 2:
        let value = "made";
        value += " here";
        return value;
      default:
        // @ts-ignore: its initialization was jumped over
        return value;
    }
  });
}
told("a default before its case", () => {
  const go = (which: number) => {
    switch (which) {
      default:
        const made = which;
        if (which > 5) return made;
        // falls through
      case 1:
        // @ts-ignore: its initialization may be jumped over
        return made + 1;
    }
  };
  return [go(7), go(3), go(1)];
});
told("again in each turn", () => {
  const seen = [];
  for (let turn = 0; turn < 3; turn++) {
    if (turn === 1) continue;
    const read = () => made;
    if (turn === 2) {
      try {
        read();
      } catch (error) {
        seen.push((error as Error).message);
      }
    }
    const made = turn * 10;
    seen.push(read(), made);
  }
  return seen;
});
told("a closure before it", () => {
  const read = () => made;
  const early = (() => {
    try {
      return read();
    } catch (error) {
      return (error as Error).message;
    }
  })();
  const made = "made";
  return [early, read()];
});
told("a closure that writes it", () => {
  let sum = 0;
  [1, 2, 3].forEach((number) => {
    sum += number;
  });
  sum *= 2;
  return sum;
});
told("out of a block", () => {
  out: {
    if (globalThis !== undefined) break out;
    const inside = 1;
    return inside;
  }
  const after = 2;
  return after;
});
told("in a try", () => {
  const seen: unknown[] = [];
  for (const fails of [false, true]) {
    try {
      if (fails) throw new Error("failed");
      const made = "made";
      seen.push(made);
    } catch (error) {
      const caught = (error as Error).message;
      seen.push(caught);
    } finally {
      const last = "last";
      seen.push(last);
    }
  }
  return seen;
});
told("taken apart", () => {
  const { a, b = a + 1, ...rest } = { a: 1, c: 3 } as { a: number; b?: number; c: number };
  const [first = b, second = first] = [undefined, undefined] as (number | undefined)[];
  return [a, b, rest, first, second];
});
told("taken apart too early", () => {
  // @ts-expect-error: b is read before it is there
  const { a = b, b } = { b: 1 };
  return [a, b];
});
told("parameters", () => ((a = 1, b = a + 1) => [a, b])());
told("parameters too early", () => {
  // @ts-expect-error: b is read before it is there
  return ((a = b, b = 1) => [a, b])();
});
told("a class by itself", () => {
  // @ts-expect-error: it extends what is not there
  class Own extends Own {}
  return Own.name;
});
told("a class in itself", () => {
  class Made {
    static again = Made;
    make() {
      return new Made();
    }
  }
  return new Made().make() instanceof Made.again;
});
told("this", () => {
  class Base {
    at = 1;
  }
  class Derived extends Base {
    constructor(early: boolean) {
      // @ts-ignore: it may be too early
      if (early) this.at = 2;
      super();
      this.at = 3;
    }
  }
  console.log(new Derived(false).at);
  return new Derived(true).at;
});
told("a generator", () => {
  function* numbers() {
    let next = 1;
    while (next < 20) {
      const given = next;
      next *= 3;
      yield given + next;
    }
  }
  return [...numbers()];
});
told("by the condition of its loop", () => {
  let found = 0;
  for (let low = 0, high = 8; low < high;) {
    const middle = (low + high) >> 1;
    if (middle < 5) low = middle + 1;
    else high = middle;
    found = low;
  }
  return found;
});
await (async () => {
  const waited = await Promise.resolve(1);
  let sum = waited;
  for await (const number of [Promise.resolve(2), 3]) sum += number;
  console.log("in an async function", sum);
})();
told("of the module, too early", () => ofTheModule);
let ofTheModule = "there";
ofTheModule += " now";
told("of the module", () => ofTheModule);
label: for (const outer of [1, 2]) {
  for (const inner of [1, 2]) {
    if (inner === 2) continue label;
    const both = outer * inner;
    console.log("of the module", both);
  }
}
const collected = new Map<unknown, number>();
const keys: unknown[] = [
  0,
  -0,
  1,
  1.5,
  2 ** 31,
  -1,
  NaN,
  Infinity,
  "1",
  1n,
  2n ** 70n,
  true,
  null,
  undefined,
  keysOf,
];
for (let index = 0; index < 3000; index++) collected.set(index * 8, index);
for (const key of [...keys, ...keys]) collected.set(key, (collected.get(key) ?? 0) + 1);
console.log(
  collected.size,
  collected.get(NaN),
  collected.get(-0),
  collected.get(8),
  collected.get(16_000),
);
function keysOf(): void {}
