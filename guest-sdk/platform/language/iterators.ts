/**
 * The helpers of iterators over iterators that cannot be closed, such as those of arrays: the engine's own close them
 * all the same, and fail.
 *
 * Knows nothing of what the helpers do.
 */

const HELPERS = ["drop", "filter", "flatMap", "map", "take"] as const;

/** The same iterator, with a `return` that does nothing where it has none. */
function closable(iterator: unknown): unknown {
  const { next, return: close } = Object(iterator);
  if (close !== undefined || typeof next !== "function") return iterator;
  return {
    next: () => Reflect.apply(next, iterator, []),
    return: () => ({ value: undefined, done: true }),
  };
}

/** Lets the helpers see closable iterators alone. */
export function closeIteratorsSafely(): void {
  const { prototype } = Iterator;
  for (const name of HELPERS) {
    // deno-lint-ignore no-explicit-any -- whatever a helper takes
    const helper: (...list: any[]) => unknown = prototype[name];
    const safe = {
      [name](this: unknown, argument: unknown): unknown {
        return helper.call(closable(this), argument);
      },
    }[name];
    Object.defineProperty(prototype, name, { value: safe });
  }
}
