/**
 * Functions and classes as text.
 *
 * Knows nothing of their properties.
 */

import type { ObjectName } from "./name.ts";

/** Classes of the platform's own, which the engine cannot tell from its functions. */
export const platformClasses = new WeakSet<object>();

const KINDS = new Set(["AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction"]);

// deno-lint-ignore ban-types -- any function at all
function isClass(value: Function): boolean {
  if (platformClasses.has(value)) return true;
  const source = Function.prototype.toString.call(value);
  if (source.startsWith("class")) return true;
  // Bytecode may have no source. Then a class looks as the built-in classes do, but those are globals.
  return source.includes("[native code]") &&
    Object.getOwnPropertyDescriptor(value, "prototype")?.writable === false &&
    Reflect.get(globalThis, value.name) !== value;
}

// deno-lint-ignore ban-types -- any function at all
function describeClass(value: Function, { className, tag }: ObjectName): string {
  let text = `class ${value.name || "(anonymous)"}`;
  if (className !== "Function" && className !== null) text += ` [${className}]`;
  if (tag && tag !== className) text += ` [${tag}]`;
  if (className === null) return `[${text} extends [null prototype]]`;
  const parent = Object.getPrototypeOf(value)?.name;
  return parent ? `[${text} extends ${parent}]` : `[${text}]`;
}

/** `[Function: name]`, `[class Name extends Parent]` and their kin. */
// deno-lint-ignore ban-types -- any function at all
export function describeCallable(value: Function, name: ObjectName): string {
  if (isClass(value)) return describeClass(value, name);
  const { className, tag } = name;
  const ownKind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  const kind = KINDS.has(ownKind) ? ownKind : "Function";
  let text = kind;
  if (className === null) text += " (null prototype)";
  text += value.name === "" ? " (anonymous)" : `: ${String(value.name)}`;
  text = `[${text}]`;
  if (className !== kind && className !== null) text += ` ${className}`;
  if (tag && tag !== className && className !== null) text += ` [${tag}]`;
  return text;
}
