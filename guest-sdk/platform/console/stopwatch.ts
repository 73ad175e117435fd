/**
 * The timers and counters of a console, by label.
 *
 * Knows nothing of output.
 */

/** A duration in milliseconds, with about three digits. */
function formatDuration(milliseconds: number): string {
  const digits = milliseconds < 1 ? 3 : milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0;
  return `${milliseconds.toFixed(digits)}ms`;
}

/** Timers that `console.time` starts. */
export class Stopwatch {
  readonly #started = new Map<string, number>();

  /** `now` gives milliseconds that never step back. */
  constructor(readonly now: () => number) {}

  /** Starts a timer; false where it runs already. */
  start(label: string): boolean {
    if (this.#started.has(label)) return false;
    this.#started.set(label, this.now());
    return true;
  }

  /** How long a timer has run, as text; undefined where there is none. */
  read(label: string): string | undefined {
    const started = this.#started.get(label);
    return started === undefined ? undefined : formatDuration(this.now() - started);
  }

  stop(label: string): void {
    this.#started.delete(label);
  }
}

/** Counters of `console.count`. */
export class Counter {
  readonly #counts = new Map<string, number>();

  /** Counts one more, and tells how many there are. */
  count(label: string): number {
    const count = (this.#counts.get(label) ?? 0) + 1;
    this.#counts.set(label, count);
    return count;
  }

  /** Starts again; false where nothing was counted. */
  reset(label: string): boolean {
    return this.#counts.delete(label);
  }
}
