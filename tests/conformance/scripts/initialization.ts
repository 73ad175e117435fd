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
told("taken apart from itself", () => {
  // @ts-expect-error: a is read while it is made
  const { a, b } = { a: 1, b: a };
  return [a, b];
});
told("taken apart by its own default", () => {
  // @ts-expect-error: own is read while it is made
  const [own = own] = [];
  return own;
});
told("taken apart by a closure", () => {
  // @ts-ignore: it is read while it is made
  let [first, second] = [1, (() => first)()];
  second = first;
  return second;
});
told("taken apart and written at once", () => {
  // @ts-expect-error: it is written while it is made
  let [first] = [first = 3];
  return first;
});
told("taken apart in each turn", () => {
  const seen = [];
  for (const [key, value = () => key] of [[1], [2]]) seen.push(key, value);
  for (let { at, end } = { at: 0, end: 2 }; at < end; at++) seen.push(() => at);
  return seen.map((each) => typeof each === "function" ? each() : each);
});
told("taken apart too early in a later turn", () => {
  const seen: unknown[] = [];
  try {
    // @ts-expect-error: it is read before it is there
    for (const [first = second, second] of [[1, 2], [undefined, 3]]) seen.push(first, second);
  } catch (error) {
    seen.push((error as Error).name);
  }
  return seen;
});
told("an exception taken apart too early", () => {
  try {
    try {
      throw [undefined, 1];
      // @ts-expect-error: it is read before it is there
    } catch ([first = second, second]) {
      return [first, second];
    }
  } catch (error) {
    return (error as Error).name;
  }
});
told("parameters", () => ((a = 1, b = a + 1) => [a, b])());
told("parameters too early", () => {
  // @ts-expect-error: b is read before it is there
  return ((a = b, b = 1) => [a, b])();
});
told("compound", () => {
  // @ts-expect-error: it is written before it is there
  later += 1;
  let later = 1;
  later += 1;
  return later;
});
told("in code that is made at run time", () => {
  return new Function(`
    const seen = [];
    const early = () => { try { seen.push(eval("made")); } catch (error) { seen.push(error.name); } };
    early();
    let made = 1;
    early();
    with ({ inside: 2 }) {
      try { seen.push(late); } catch (error) { seen.push(error.name); }
      let late = inside + made;
      seen.push(late, eval("late = 9"), late);
    }
    return seen;
  `)();
});
told("functions of a block", () => {
  const first = both();
  function both() {
    return [own(), typeof both];
  }
  function own() {
    return 1;
  }
  return first;
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
told("a class in its own key", () => {
  class Own {
    // @ts-expect-error: it is read before it is there
    [Own.name]() {}
  }
  return Own.name;
});
told("a class's own code", () => {
  const seen: unknown[] = [];
  class Made {
    static one = 1;
    static {
      Made.one += 1;
      try {
        // @ts-ignore: it is read before it is there
        seen.push(Made.one, late);
      } catch (error) {
        seen.push((error as Error).name);
      }
    }
  }
  const late = 3;
  return [...seen, late, Made.one];
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
told("a generator that is given to", () => {
  function* taken(): Generator<unknown, void, { a: number; b?: number }> {
    try {
      // @ts-ignore: it is read before it is there
      yield b;
    } catch (error) {
      yield (error as Error).name;
    }
    const { a, b = a } = yield "more";
    yield a + b;
  }
  const steps = taken();
  return [steps.next(), steps.next(), steps.next({ a: 2 })].map((step) => step.value);
});
told("in a finally", () => {
  const seen: unknown[] = [];
  again: for (let turn = 0; turn < 3; turn++) {
    try {
      if (turn === 1) continue again;
      const tried = turn;
      seen.push(tried);
    } finally {
      try {
        // @ts-ignore: it is read before it is there
        seen.push(done);
      } catch (error) {
        seen.push((error as Error).name);
      }
      const done = turn * 10;
      seen.push(done);
    }
  }
  return seen;
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
try {
  // @ts-ignore: it is read before it is there
  console.log(takenApart);
} catch (error) {
  console.log("of the module, taken apart too early", (error as Error).name);
}
let [takenApart, next = takenApart] = await Promise.resolve([1]);
for (takenApart = 0; takenApart < next + 3; takenApart++);
told("of the module, taken apart", () => [takenApart, next]);
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
