/**
 * `Intl.PluralRules`, for English: one and other, first, second, third and other.
 *
 * Knows no words.
 */

import { quantityOf } from "./decimal.ts";
import { type DigitRules, figuresOf, readDigitRules, resolvedDigits } from "./digits.ts";
import { canonicalLocales } from "./locale.ts";
import { Options } from "./option.ts";
import { defineService } from "./service.ts";

/** The options as they apply. */
interface PluralOptions {
  locale: string;
  type: "cardinal" | "ordinal";
  notation: string;
  compactDisplay: string | undefined;
  digits: DigitRules;
}

const CATEGORIES = { cardinal: ["one", "other"], ordinal: ["one", "two", "few", "other"] };

function readOptions(locales: unknown, given: unknown, caller: string): PluralOptions {
  canonicalLocales(locales);
  const options = new Options(caller, given);
  options.skipMatcher();
  const type = options.choice("type", ["cardinal", "ordinal"], "cardinal");
  const notation = options.choice(
    "notation",
    ["standard", "scientific", "engineering", "compact"],
    "standard",
  );
  const compact = notation === "compact";
  const compactDisplay = options.choice("compactDisplay", ["short", "long"], "short");
  return {
    // ICU has them for the language alone.
    locale: "en",
    type,
    notation,
    compactDisplay: compact ? compactDisplay : undefined,
    digits: readDigitRules(options, 0, 3, compact),
  };
}

function categoryOf(options: PluralOptions, number: number): string {
  const quantity = quantityOf(number);
  if ("special" in quantity) return "other";
  const { value, integer, fraction } = figuresOf(quantity, options.digits);
  if (options.type === "cardinal") return /^0*1$/.test(integer) && !fraction ? "one" : "other";
  if (value.digits.length > value.point || /1.$/.test(integer)) return "other";
  return { 1: "one", 2: "two", 3: "few" }[integer.slice(-1)] ?? "other";
}

export const PluralRules = defineService<PluralOptions>({
  name: "PluralRules",
  resolve: readOptions,
  resolved: ({ locale, type, notation, compactDisplay, digits }) => {
    const [counts, rounding] = resolvedDigits(digits);
    const pluralCategories = [...CATEGORIES[type]];
    return { locale, type, notation, compactDisplay, ...counts, pluralCategories, ...rounding };
  },
  methods: {
    select: [1, (options, number: unknown) => categoryOf(options, +(number as number))],
    selectRange: [2, (_options, start: unknown, end: unknown) => {
      for (const limit of [start, end]) {
        if (limit === undefined) throw new TypeError("Invalid argument");
        if (Number.isNaN(+(limit as number))) throw new RangeError("Invalid argument");
      }
      return "other";
    }],
  },
});
