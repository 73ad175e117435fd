/**
 * Work of which only so much is done at once; the rest waits for its turn.
 *
 * Knows nothing of what the work is.
 */

/** Work in flight: what is being done, and what waits. */
export class Queue {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** Of so much work at once. */
  constructor(places: number) {
    this.#free = places;
  }

  /** Does `work` when it is its turn: what came first begins first. */
  async enter<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((begin) => this.#waiting.push(begin));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
