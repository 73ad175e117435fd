/**
 * `queueMicrotask`, over the engine's own: in Deno's words, and with nothing for `this`.
 *
 * Knows nothing of when microtasks run.
 */

const { queueMicrotask: queue } = globalThis;

/** Calls `callback` when all that runs now is done. */
export function queueMicrotask(callback: unknown): void {
  if (typeof callback !== "function") throw new TypeError("expected a function");
  queue(() => void callback());
}
