/**
 * The iterators of `URLSearchParams`, which see changes while they run.
 *
 * Knows nothing of where the pairs are kept.
 */

import type { InspectPart } from "../interface.ts";
import type { Pair } from "./form.ts";

const TAG = "URLSearchParams Iterator";

class PairIterator<T> {
  #next = 0;
  readonly #read: () => readonly Pair[];
  readonly #pick: (pair: Pair) => T;

  constructor(read: () => readonly Pair[], pick: (pair: Pair) => T) {
    this.#read = read;
    this.#pick = pick;
  }

  next(): IteratorResult<T, undefined> {
    const pairs = this.#read();
    if (this.#next >= pairs.length) return { value: undefined, done: true };
    this.#next += 1;
    return { value: this.#pick(pairs[this.#next - 1]), done: false };
  }

  [Symbol.for("Deno.customInspect")](inspect: InspectPart, options: object): string {
    const rest = this.#read().slice(this.#next).map(this.#pick);
    const parts = rest.map((value) => inspect(value, options));
    const isLong = inspect(rest, options).includes("\n");
    return isLong ? `${TAG} {\n  ${parts.join(",\n  ")} }` : `${TAG} { ${parts.join(", ")} }`;
  }
}

const base = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
Object.setPrototypeOf(PairIterator.prototype, base);
Object.defineProperty(PairIterator.prototype, Symbol.toStringTag, {
  value: TAG,
  configurable: true,
});

/** Walks over what `read` returns at each step, and gives what `pick` takes of each pair. */
export function pairIterator<T>(
  read: () => readonly Pair[],
  pick: (pair: Pair) => T,
): IterableIterator<T> {
  return new PairIterator(read, pick) as unknown as IterableIterator<T>;
}
