/**
 * The helpers of iterators, over those that can be closed and those that cannot.
 */

const list = [1, 2, 3, 4];
console.log(list.values().map((x) => x * 2).filter((x) => x > 2).take(1).toArray());
console.log(new Map([["a", 1], ["b", 2]]).entries().drop(1).map(([key]) => key).take(1).toArray());
console.log(new Set("xyz").values().flatMap((x) => [x, x]).take(3).toArray());
console.log("text"[Symbol.iterator]().filter((letter) => letter !== "t").take(1).toArray());
console.log(list.values().some((x) => x > 3), list.values().map((x) => x).every((x) => x < 3));
console.log(list.values().map((x) => -x).find((x) => x < -1), list.keys().reduce((a, b) => a + b));
function* counted() {
  try {
    for (let index = 0;; index += 1) yield index;
  } finally {
    console.log("closed");
  }
}
console.log(counted().filter((x) => x % 2 === 1).map((x) => x * 10).take(3).toArray());
for (const x of list.values().map((x) => x + 1)) {
  console.log(x);
  if (x === 3) break;
}
const plain = {
  values: [7, 8, 9],
  next() {
    const value = this.values.shift();
    return { value, done: value === undefined };
  },
};
console.log(Iterator.from(plain as unknown as Iterator<number>).take(2).toArray(), plain.values);
console.log(Iterator.prototype.take.name, Iterator.prototype.map.length);
try {
  list.values().take(-1);
} catch (error) {
  console.log((error as Error).name);
}

class Ticks extends Iterator<number> {
  #tick = 0;
  next(): IteratorResult<number> {
    return { value: this.#tick++, done: false };
  }
  override return(): IteratorResult<number> {
    console.log("closed at", this.#tick);
    return { value: undefined as never, done: true };
  }
}
console.log(
  new Ticks().filter((tick) => tick % 2 === 0).map((tick) => tick * 10).take(3).toArray(),
);
for (const tick of new Ticks().drop(2).flatMap((tick) => [tick, -tick])) {
  console.log(tick);
  if (tick === -3) break;
}
for (const letter of ["a", "b"].values().map((text) => text.toUpperCase())) {
  console.log(letter);
  break;
}
console.log([1, 2, 3].values().map((number) => number * 2).return?.());
