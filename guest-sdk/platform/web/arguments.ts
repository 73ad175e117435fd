/**
 * What functions of the web platform have in common: how they read their arguments, in Deno's
 * words.
 *
 * Knows nothing of what any of them does.
 */

/** A TypeError with a code of Node's, which Deno's errors have too. */
export function codedTypeError(code: string, message: string): TypeError {
  const error = new TypeError(message);
  Object.defineProperty(error, "code", { value: code, configurable: true, writable: true });
  return error;
}

/** Throws unless `given` arguments are at least `wanted`; `failure` says what could not be done. */
export function requireArguments(given: number, wanted: number, failure: string): void {
  if (given >= wanted) return;
  const noun = wanted === 1 ? "argument" : "arguments";
  const message = `Failed to ${failure}: ${wanted} ${noun} required, but only ${given} present`;
  throw codedTypeError("ERR_MISSING_ARGS", message);
}

/** Reads options, which may be left out. */
export function dictionary<T extends object>(
  value: unknown,
  failure: string,
  position = 2,
): Partial<T> {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" || typeof value === "function") return value as Partial<T>;
  throw codedTypeError(
    "ERR_INVALID_ARG_TYPE",
    `Failed to ${failure}: Argument ${position} can not be converted to a dictionary`,
  );
}

/** Reads a list of anything; `subject` names it in the error. */
export function sequence(value: unknown, subject: string): unknown[] {
  const list = value as Iterable<unknown> | null | undefined;
  if (typeof list === "object" && typeof list?.[Symbol.iterator] === "function") return [...list];
  throw new TypeError(`Failed to ${subject} can not be converted to sequence.`);
}
