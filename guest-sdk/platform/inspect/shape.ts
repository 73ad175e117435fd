/**
 * What each kind of object looks like: its name, its brackets, what it lists besides its properties.
 *
 * Knows nothing of lines and columns.
 */

import { describeCallable } from "./callable.ts";
import { describeError, errorKeys } from "./error.ts";
import type { Inspector } from "./inspector.ts";
import {
  isArguments,
  isArrayBuffer,
  isDate,
  isError,
  isMap,
  isModule,
  isRegExp,
  isSet,
  isTypedArray,
  isWeakCollection,
  unboxed,
} from "./kind.ts";
import {
  listArray,
  listBytes,
  listMap,
  listPromise,
  listRest,
  listSet,
  listTypedArray,
} from "./list.ts";
import { type ObjectName, prefixOf } from "./name.ts";
import { formatPrimitive } from "./primitive.ts";

/** How one object is shown. */
export interface Shape {
  /** What stands before the brackets. */
  base: string;
  open: string;
  close: string;
  /** The whole text where there is nothing to put between the brackets. */
  empty: string;
  /** The properties to show. */
  keys: (string | symbol)[];
  /** Whether a long list may be put in columns. */
  columns: boolean;
  /** The entries before the properties. */
  list: ((level: number) => string[]) | undefined;
}

/** The keys of the properties that are shown: the enumerable ones, but not the indexes of a list. */
export function keysOf(value: object): (string | symbol)[] {
  let keys: (string | symbol)[] = Object.keys(value);
  if (Array.isArray(value) || isTypedArray(value)) {
    keys = keys.filter((key) => !/^(0|[1-9]\d*)$/.test(String(key)));
  }
  const symbols = Object.getOwnPropertySymbols(value);
  return symbols.length === 0
    ? keys
    : keys.concat(symbols.filter((key) => Object.prototype.propertyIsEnumerable.call(value, key)));
}

function braces(prefix: string, keys: (string | symbol)[], list?: Shape["list"]): Shape {
  const open = prefix ? `${prefix} {` : "{";
  return { base: "", open, close: "}", empty: `${open}}`, keys, columns: false, list };
}

function brackets(prefix: string, keys: (string | symbol)[], list: Shape["list"]): Shape {
  const open = prefix ? `${prefix} [` : "[";
  return { base: "", open, close: "]", empty: `${open}]`, keys, columns: true, list };
}

/** An object that is a text of its own, and has braces only where it has properties. */
function textual(base: string, keys: (string | symbol)[]): Shape {
  return { base, open: "{", close: "}", empty: base, keys, columns: false, list: undefined };
}

function withClass(text: string, kind: string, name: ObjectName): string {
  const prefix = prefixOf(name, kind);
  return prefix === kind ? text : `${prefix} ${text}`;
}

function boxShape(
  value: object,
  name: ObjectName,
  keys: (string | symbol)[],
  inspector: Inspector,
): Shape | undefined {
  const box = unboxed(value);
  if (!box) return undefined;
  const { kind, primitive } = box;
  const settings = { ...inspector.settings, strAbbreviateSize: Infinity };
  let text = kind;
  if (name.className === null) text += " (null prototype)";
  else if (name.className !== kind) text += ` (${name.className})`;
  text += `: ${formatPrimitive(primitive, settings, inspector.indentation)}`;
  const own = kind === "String" ? keys.filter((key) => !/^\d+$/.test(String(key))) : keys;
  return textual(`[${text}]`, own);
}

/** The shape of an iterator of a Map or a Set. */
function iteratorShape(
  value: object,
  { tag }: ObjectName,
  keys: (string | symbol)[],
  inspector: Inspector,
): Shape | undefined {
  const kind = /^(Map|Set) Iterator$/.exec(tag)?.[1];
  const state = kind && inspector.insight.iteratorState(value);
  if (!state) return undefined;
  const list = (level: number) => listRest(inspector, state.rest, level);
  return braces(`[${kind} ${state.hasEntries ? "Entries" : "Iterator"}]`, keys, list);
}

/** The shape of a plain object, or of an instance of a class. */
function objectShape(value: object, name: ObjectName, keys: (string | symbol)[]): Shape {
  if (isArguments(value)) return braces("[Arguments]", keys);
  return braces(name.className === "Object" && !name.tag ? "" : prefixOf(name, "Object"), keys);
}

/** Finds how `value` is shown. */
export function shapeOf(
  value: object,
  name: ObjectName,
  keys: (string | symbol)[],
  inspector: Inspector,
): Shape {
  if (Array.isArray(value)) {
    const isPlain = name.className === "Array" && !name.tag;
    const prefix = isPlain ? "" : prefixOf(name, "Array", `(${value.length})`);
    const list = value.length ? (level: number) => listArray(inspector, value, level) : undefined;
    return brackets(prefix, keys, list);
  }
  if (typeof value === "function") {
    // deno-lint-ignore ban-types -- any function at all
    return textual(describeCallable(value as Function, name), keys);
  }
  if (isError(value)) {
    return textual(describeError(value, name, inspector.indentation), errorKeys(value, keys));
  }
  // Most objects are plain: they need none of the questions below.
  if (name.className === "Object" && !name.tag) return objectShape(value, name, keys);
  return collectionShape(value, name, keys, inspector) ?? objectShape(value, name, keys);
}

function collectionShape(
  value: object,
  name: ObjectName,
  keys: (string | symbol)[],
  inspector: Inspector,
): Shape | undefined {
  if (isSet(value)) {
    const size = Reflect.get(Set.prototype, "size", value);
    const list = size ? (level: number) => listSet(inspector, value, level) : undefined;
    return braces(prefixOf(name, "Set", `(${size})`), keys, list);
  }
  if (isMap(value)) {
    const size = Reflect.get(Map.prototype, "size", value);
    const list = size ? (level: number) => listMap(inspector, value, level) : undefined;
    return braces(prefixOf(name, "Map", `(${size})`), keys, list);
  }
  if (isTypedArray(value)) {
    const list = value.length ? () => listTypedArray(inspector, value) : undefined;
    return brackets(prefixOf(name, "TypedArray", `(${value.length})`), keys, list);
  }
  if (isDate(value)) {
    const isValid = !Number.isNaN(Date.prototype.getTime.call(value));
    const text = isValid ? Date.prototype.toISOString.call(value) : "Invalid Date";
    return textual(withClass(text, "Date", name), keys);
  }
  if (isRegExp(value)) return textual(withClass(String(value), "RegExp", name), keys);
  if (isArrayBuffer(value)) {
    const list = () => listBytes(inspector, value);
    return braces(prefixOf(name, "ArrayBuffer"), ["byteLength", ...keys], list);
  }
  if (value instanceof DataView) {
    return braces(prefixOf(name, "DataView"), ["byteLength", "byteOffset", "buffer", ...keys]);
  }
  if (value instanceof Promise) {
    const list = (level: number) => listPromise(inspector, value, level);
    return braces(prefixOf(name, "Promise"), keys, list);
  }
  if (isWeakCollection(value)) return braces(prefixOf(name, ""), keys, () => ["<items unknown>"]);
  if (isModule(value)) return braces("[Module: null prototype]", keys);
  return iteratorShape(value, name, keys, inspector) ?? boxShape(value, name, keys, inspector);
}
