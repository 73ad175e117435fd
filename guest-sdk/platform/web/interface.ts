/**
 * What classes of the web platform have in common: a tag, properties that are listed, and how they
 * are shown.
 *
 * Knows nothing of any of them, and of the inspector nothing but the hooks that it offers.
 */

import { platformClasses } from "../inspect/callable.ts";

const CUSTOM = Symbol.for("Deno.customInspect");

/** The inspector, as its hook hands it over. */
export type InspectPart = (value: unknown, options: object) => string;

// deno-lint-ignore no-explicit-any -- a class of any kind
type Class = abstract new (...list: any[]) => any;

function define(target: object, key: symbol, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true });
}

/** Gives a class its tag and lists what it has, as the Web IDL wants it. */
export function asInterface(constructor: Class, tag: string = constructor.name): void {
  platformClasses.add(constructor);
  for (const holder of [constructor.prototype, constructor]) {
    for (const name of Object.getOwnPropertyNames(holder)) {
      if (/^(?:constructor|prototype|length|name)$/.test(name) && holder === constructor) continue;
      if (name !== "constructor") Object.defineProperty(holder, name, { enumerable: true });
    }
  }
  const { prototype } = constructor;
  Object.defineProperty(prototype, Symbol.toStringTag, { value: tag, configurable: true });
}

/** Decides how the objects of a class are shown. */
export function showAs<T>(
  constructor: abstract new (...list: never[]) => T,
  show: (object: T, inspect: InspectPart, options: object) => string,
): void {
  define(
    constructor.prototype,
    CUSTOM,
    function (this: T, inspect: InspectPart, options: object): string {
      return show(this, inspect, options);
    },
  );
}

/** Shows an object of a class by these of its properties, whose values it computes. */
export function showProperties<T extends object>(
  constructor: abstract new (...list: never[]) => T,
  keys: readonly (keyof T & string)[],
): void {
  showAs(constructor, (object, inspect, options) => {
    const shown = Object.create(Object.getPrototypeOf(object));
    define(shown, CUSTOM, undefined);
    // What is derived from the class is shown by its own name alone.
    define(shown, Symbol.toStringTag, "");
    for (const key of keys) {
      // A class's own prototype has the getters, and nothing that they could read.
      const property = Object.getOwnPropertyDescriptor(object, key);
      Object.defineProperty(
        shown,
        key,
        property?.get ? property : { value: object[key], enumerable: true },
      );
    }
    return inspect(shown, options);
  });
}
