/**
 * Tells what kind of built-in object a value is, by what only that kind can do.
 *
 * `instanceof` alone would believe `Object.create(Map.prototype)`. An object without a prototype may be anything.
 */

// deno-lint-ignore no-explicit-any -- a constructor of any kind
type Constructor = abstract new (...list: any[]) => unknown;

function can(value: object, constructor: Constructor, probe: () => unknown): boolean {
  if (!(value instanceof constructor) && Object.getPrototypeOf(value) !== null) return false;
  try {
    probe();
    return true;
  } catch {
    return false;
  }
}

/** `[object Error]` and the like; empty where the object refuses to tell. */
function ownTag(value: object): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    return "";
  }
}

export function isMap(value: object): value is Map<unknown, unknown> {
  return can(value, Map, () => Map.prototype.has.call(value, 0));
}

export function isSet(value: object): value is Set<unknown> {
  return can(value, Set, () => Set.prototype.has.call(value, 0));
}

export function isWeakCollection(value: object): boolean {
  return can(value, WeakMap, () => WeakMap.prototype.has.call(value, value)) ||
    can(value, WeakSet, () => WeakSet.prototype.has.call(value, value));
}

export function isDate(value: object): value is Date {
  return can(value, Date, () => Date.prototype.getTime.call(value));
}

export function isRegExp(value: object): value is RegExp {
  return ownTag(value) === "[object RegExp]" && value instanceof RegExp;
}

export function isError(value: object): value is Error {
  return value instanceof Error || ownTag(value) === "[object Error]";
}

export function isArguments(value: object): boolean {
  return ownTag(value) === "[object Arguments]";
}

function isSharedArrayBuffer(value: object): boolean {
  // An engine without threads may do without.
  if (typeof SharedArrayBuffer === "undefined") return false;
  const slice = SharedArrayBuffer.prototype.slice;
  return can(value, SharedArrayBuffer, () => slice.call(value as SharedArrayBuffer, 0, 0));
}

export function isArrayBuffer(value: object): value is ArrayBuffer {
  const slice = ArrayBuffer.prototype.slice;
  return can(value, ArrayBuffer, () => slice.call(value as ArrayBuffer, 0, 0)) ||
    isSharedArrayBuffer(value);
}

/** The views on an ArrayBuffer that are lists of numbers. */
export type TypedArray = Uint8Array | Float64Array | BigInt64Array;

export function isTypedArray(value: object): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

export function isModule(value: object): boolean {
  return Object.getPrototypeOf(value) === null &&
    Object.getOwnPropertyDescriptor(value, Symbol.toStringTag)?.value === "Module";
}

/** A value that an object can be made of, as `Object("text")` is. */
export type Primitive = string | number | boolean | symbol | bigint;

/** The primitive that such an object is made of, and the name of its class. */
export function unboxed(value: object): { kind: string; primitive: Primitive } | undefined {
  for (const box of [Number, String, Boolean, Symbol, BigInt]) {
    if (!(value instanceof box) && Object.getPrototypeOf(value) !== null) continue;
    try {
      const valueOf: (this: unknown) => Primitive = box.prototype.valueOf;
      return { kind: box.name, primitive: valueOf.call(value) };
    } catch {
      // It only looks like one.
    }
  }
  return undefined;
}
