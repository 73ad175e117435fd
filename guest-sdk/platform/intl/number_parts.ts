/**
 * A number in words and digits: signs, separators, exponents, currencies and units.
 *
 * Knows the options as they were resolved, not how they were given.
 */

import { currencyName, currencySymbol } from "./currency.ts";
import { type Decimal, magnitudeOf, type Quantity, shifted } from "./decimal.ts";
import { type DigitRules, type Figures, figuresOf } from "./digits.ts";
import type { NumberOptions } from "./number_options.ts";
import type { Part } from "./service.ts";
import { unitText } from "./unit.ts";

const COMPACT = {
  short: ["", "K", "M", "B", "T"],
  long: ["", "thousand", "million", "billion", "trillion"],
};

function exponentFor(notation: NumberOptions["notation"], magnitude: number): number {
  const group = Math.floor(magnitude / 3);
  if (notation === "scientific") return magnitude;
  if (notation === "engineering") return group * 3;
  return notation === "compact" ? Math.min(Math.max(group, 0), 4) * 3 : 0;
}

/** The figures of a number over a power of ten, and that power. */
function scaled(
  value: Decimal,
  notation: NumberOptions["notation"],
  rules: DigitRules,
): [Figures, number] {
  const exponent = exponentFor(notation, magnitudeOf(value));
  const figures = figuresOf(shifted(value, -exponent), rules);
  // Rounding may have made one more digit, as in 999,999, which is 1M.
  const next = exponentFor(notation, magnitudeOf(shifted(figures.value, exponent)));
  if (next === exponent || figures.value.digits === "") return [figures, exponent];
  return [figuresOf(shifted(value, -next), rules), next];
}

function signOf(options: NumberOptions, negative: boolean, zero: boolean, nan: boolean): string {
  switch (options.signDisplay) {
    case "auto":
      return negative ? "-" : "";
    case "always":
      return negative ? "-" : "+";
    case "exceptZero":
      return zero || nan ? "" : negative ? "-" : "+";
    case "negative":
      return negative && !zero ? "-" : "";
    case "never":
      return "";
  }
}

function integerParts(integer: string, grouping: NumberOptions["useGrouping"]): Part[] {
  const most = grouping === false ? Infinity : grouping === "min2" ? 4 : 3;
  if (integer.length <= most) return [{ type: "integer", value: integer }];
  const parts: Part[] = [];
  let start = 0;
  for (let end = integer.length % 3 || 3; end <= integer.length; start = end, end += 3) {
    if (start > 0) parts.push({ type: "group", value: "," });
    parts.push({ type: "integer", value: integer.slice(start, end) });
  }
  return parts;
}

/** What follows the digits: `12E3`, `12K`, `12 thousand`. */
function exponentParts(options: NumberOptions, exponent: number): Part[] {
  const { notation, compactDisplay, currency } = options;
  if (notation === "standard") return [];
  if (notation !== "compact") {
    const parts = [{ type: "exponentSeparator", value: "E" }];
    if (exponent < 0) parts.push({ type: "exponentMinusSign", value: "-" });
    parts.push({ type: "exponentInteger", value: String(Math.abs(exponent)) });
    return parts;
  }
  if (exponent === 0) return [];
  const long = compactDisplay === "long" && (!currency || options.currencyDisplay === "name");
  const parts = [{ type: "compact", value: COMPACT[long ? "long" : "short"][exponent / 3]! }];
  return long ? [{ type: "literal", value: " " }, ...parts] : parts;
}

/** What stands before and after a number, apart from its sign. */
function affixes(options: NumberOptions, number: Part[], one: boolean): Part[] {
  const { style, currency, currencyDisplay, unit } = options;
  if (style === "percent") {
    const type = options.notation === "compact" ? "unit" : "percentSign";
    return [...number, { type, value: "%" }];
  }
  if (unit !== undefined) {
    const [value, blank] = unitText(unit, options.unitDisplay, one);
    const space = blank ? [{ type: "literal", value: " " }] : [];
    return [...number, ...space, { type: "unit", value }];
  }
  if (currency === undefined) return number;
  if (currencyDisplay === "name") {
    const name = { type: "currency", value: currencyName(currency, one) };
    return [...number, { type: "literal", value: " " }, name];
  }
  const value = currencySymbol(currency, currencyDisplay);
  // A symbol that ends as a word does stands apart.
  const touches = number[0]!.type === "integer" && /[A-Za-zčł]$/.test(value);
  const space = touches ? [{ type: "literal", value: "\u00a0" }] : [];
  return [{ type: "currency", value }, ...space, ...number];
}

/** The parts of `quantity` as the options want it written. */
export function numberParts(options: NumberOptions, quantity: Quantity): Part[] {
  let number: Part[];
  let one = false;
  let zero = false;
  let nan = false;
  if ("special" in quantity) {
    nan = quantity.special === "NaN";
    number = [nan ? { type: "nan", value: "NaN" } : { type: "infinity", value: "∞" }];
  } else {
    const value = options.style === "percent" ? shifted(quantity, 2) : quantity;
    const [{ value: rounded, integer, fraction }, exponent] = scaled(
      value,
      options.notation,
      options.digits,
    );
    zero = rounded.digits === "";
    one = integer === "1" && fraction === "" && exponent === 0;
    number = integerParts(integer, options.useGrouping);
    if (fraction !== "") {
      number.push({ type: "decimal", value: "." }, { type: "fraction", value: fraction });
    }
    number.push(...exponentParts(options, exponent));
  }
  const sign = signOf(options, quantity.negative, zero, nan);
  const parts = affixes(options, number, one);
  if (sign === "") return parts;
  const accounting = options.currencySign === "accounting" && options.currency !== undefined &&
    options.currencyDisplay !== "name";
  if (sign === "-" && accounting) {
    return [{ type: "literal", value: "(" }, ...parts, { type: "literal", value: ")" }];
  }
  return [{ type: sign === "-" ? "minusSign" : "plusSign", value: sign }, ...parts];
}
