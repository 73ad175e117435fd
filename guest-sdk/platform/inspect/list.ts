/**
 * What the built-in collections list: items of arrays, entries of Maps, bytes of buffers, the value of a promise.
 *
 * Knows nothing of brackets, lines and columns.
 */

import type { Inspector } from "./inspector.ts";
import type { TypedArray } from "./kind.ts";
import { formatNumber } from "./primitive.ts";

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count > 1 ? "s" : ""}`;
}

function withRest(entries: string[], rest: number): string[] {
  if (rest > 0) entries.push(`... ${plural(rest, "more item")}`);
  return entries;
}

/** The next index that `list` has, from `from` on; its length where there is none. */
function nextIndex(list: unknown[], from: number): number {
  // By its keys, since a hole may be four billion items wide.
  const key = Object.keys(list).find((key) => Number(key) >= from);
  return key === undefined ? list.length : Math.min(Number(key), list.length);
}

/** Items of an array; holes are counted. */
export function listArray(inspector: Inspector, list: unknown[], level: number): string[] {
  const limit = inspector.settings.iterableLimit;
  const entries: string[] = [];
  let index = 0;
  while (index < list.length && entries.length < limit) {
    if (Object.hasOwn(list, index)) {
      entries.push(inspector.propertyValue(list, String(index), level));
      index += 1;
    } else {
      const next = nextIndex(list, index);
      entries.push(`<${plural(next - index, "empty item")}>`);
      index = next;
    }
  }
  return withRest(entries, list.length - index);
}

/** Items of a typed array. */
export function listTypedArray(inspector: Inspector, list: TypedArray): string[] {
  const shown = Math.min(list.length, inspector.settings.iterableLimit);
  const entries: string[] = [];
  for (let index = 0; index < shown; index += 1) entries.push(formatNumber(list[index]));
  return withRest(entries, list.length - shown);
}

/** Values of a Set. */
export function listSet(inspector: Inspector, set: Set<unknown>, level: number): string[] {
  const entries: string[] = [];
  for (const value of Set.prototype.values.call(set)) {
    if (entries.length === inspector.settings.iterableLimit) break;
    entries.push(inspector.formatInside(value, level));
  }
  if (inspector.settings.sorted) entries.sort();
  return withRest(entries, Reflect.get(Set.prototype, "size", set) - entries.length);
}

/** Keys and values of a Map. */
export function listMap(inspector: Inspector, map: Map<unknown, unknown>, level: number): string[] {
  const entries: string[] = [];
  for (const [key, value] of Map.prototype.entries.call(map)) {
    if (entries.length === inspector.settings.iterableLimit) break;
    const name = inspector.formatInside(key, level);
    entries.push(`${name} => ${inspector.formatInside(value, level)}`);
  }
  if (inspector.settings.sorted) entries.sort();
  return withRest(entries, Reflect.get(Map.prototype, "size", map) - entries.length);
}

/** What an iterator has still to give. */
export function listRest(inspector: Inspector, rest: unknown[], level: number): string[] {
  const shown = rest.slice(0, inspector.settings.iterableLimit);
  const entries = shown.map((value) => inspector.formatInside(value, level));
  return withRest(entries, rest.length - shown.length);
}

/** Bytes of a buffer. */
export function listBytes(inspector: Inspector, buffer: ArrayBuffer): string[] {
  const bytes = new Uint8Array(buffer);
  const shown = bytes.subarray(0, inspector.settings.iterableLimit);
  const pairs = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0"));
  const rest = bytes.length - shown.length;
  if (rest > 0) pairs.push(`... ${plural(rest, "more byte")}`);
  return [`[Uint8Contents]: <${pairs.join(" ")}>`];
}

/** What has become of a promise. */
export function listPromise(
  inspector: Inspector,
  promise: Promise<unknown>,
  level: number,
): string[] {
  const outcome = inspector.insight.promiseState(promise);
  if (outcome.state === "pending") return ["<pending>"];
  const text = inspector.formatInside(outcome.value, level);
  return [outcome.state === "rejected" ? `<rejected> ${text}` : text];
}
