/**
 * The methods that numbers, dates, texts and lists have for a locale.
 *
 * Knows nothing of what they answer: that is loaded when the first of them is called.
 */

import type { Kind } from "./date_options.ts";
import { defineMethod, incompatible } from "./method.ts";

/** What they answer. */
type Answers = typeof import("./answers.ts");

/** What gets the methods: the prototypes of these. */
export interface Prototypes {
  Number: object;
  BigInt: object;
  Date: object;
  String: object;
  Array: object;
  TypedArray: object;
}

const { getTime } = Date.prototype;
const numberValue = Number.prototype.valueOf;
const bigintValue = BigInt.prototype.valueOf;

/** What `method` says of `self`, or an error if it is none of its kind. */
function valueOf<T>(method: () => T, self: unknown, error: () => TypeError): T {
  try {
    return Reflect.apply(method, self, []);
  } catch {
    throw error();
  }
}

function textOf(self: unknown, method: string): string {
  if (self === undefined || self === null) {
    throw new TypeError(`String.prototype.${method} called on null or undefined`);
  }
  return String(self);
}

/** The lists that are being written, so that one within itself is left out. */
const writing: object[] = [];

function listToLocaleString(list: ArrayLike<unknown>, locales: unknown, options: unknown): string {
  if (writing.includes(list)) return "";
  writing.push(list);
  try {
    const texts: string[] = [];
    for (let index = 0; index < list.length; index++) {
      const element = list[index] as { toLocaleString(...list: unknown[]): unknown } | undefined;
      const shown = element ?? undefined;
      texts.push(shown === undefined ? "" : String(shown.toLocaleString(locales, options)));
    }
    return texts.join(",");
  } finally {
    writing.pop();
  }
}

const typedLength = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  "length",
)!.get!;

/** Puts the methods on `on`, in place of what stands there; `answers` is not called before one of them is. */
export function defineLocaleMethods(on: Prototypes, answers: () => Answers): void {
  for (const [type, value] of [["Number", numberValue], ["BigInt", bigintValue]] as const) {
    const name = `${type}.prototype.toLocaleString`;
    defineMethod(on[type], "toLocaleString", 0, (self, [locales, options]) => {
      const error = () => new TypeError(`${name} requires that 'this' be a ${type}`);
      return answers().numberToLocaleString(
        valueOf<number | bigint>(value, self, error),
        locales,
        options,
        name,
      );
    });
  }

  const kinds: [string, Kind][] = [
    ["toLocaleString", "any"],
    ["toLocaleDateString", "date"],
    ["toLocaleTimeString", "time"],
  ];
  for (const [method, kind] of kinds) {
    const name = `Date.prototype.${method}`;
    defineMethod(on.Date, method, 0, (self, [locales, options]) => {
      const time = valueOf(getTime, self, () => incompatible(name, self));
      return answers().dateToLocaleString(time, kind, locales, options, name);
    });
  }

  defineMethod(on.String, "localeCompare", 1, (self, [that, locales, options]) => {
    const text = textOf(self, "localeCompare");
    return answers().localeCompare(
      text,
      String(that),
      locales,
      options,
      "String.prototype.localeCompare",
    );
  });
  for (const change of ["UpperCase", "LowerCase"] as const) {
    defineMethod(on.String, `toLocale${change}`, 0, (self, [locales]) => {
      const text = textOf(self, `toLocale${change}`);
      answers().canonicalLocales(locales);
      return text[`to${change}`]();
    });
  }

  defineMethod(on.Array, "toLocaleString", 0, (self, [locales, options]) => {
    if (self === undefined || self === null) {
      throw new TypeError("Cannot convert undefined or null to object");
    }
    return listToLocaleString(Object(self), locales, options);
  });
  defineMethod(on.TypedArray, "toLocaleString", 0, (self, [locales, options]) => {
    valueOf(
      typedLength,
      self,
      () => incompatible("%TypedArray%.prototype.toLocaleString", self),
    );
    return listToLocaleString(self, locales, options);
  });
}
