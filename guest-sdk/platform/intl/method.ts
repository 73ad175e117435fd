/**
 * Methods that look built in: their attributes, names and lengths, and what they say of a wrong receiver.
 *
 * Knows nothing of what they do.
 */

/** What stands for a value in an error's text. */
export function inError(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return "[object Array]";
  return `#<${value.constructor?.name ?? "Object"}>`;
}

export function incompatible(method: string, value: unknown): TypeError {
  return new TypeError(`Method ${method} called on incompatible receiver ${inError(value)}`);
}

/** Puts a method into place with the attributes of a built-in one. */
export function defineMethod(
  target: object,
  name: string,
  length: number,
  // deno-lint-ignore no-explicit-any -- a method of any kind
  call: (self: any, list: unknown[]) => unknown,
): void {
  const method = {
    [name](this: unknown, ...list: unknown[]): unknown {
      return call(this, list);
    },
  }[name]!;
  Object.defineProperty(method, "length", { value: length, configurable: true });
  Object.defineProperty(target, name, { value: method, configurable: true, writable: true });
}

export function defineTag(target: object, tag: string): void {
  Object.defineProperty(target, Symbol.toStringTag, { value: tag, configurable: true });
}
