/**
 * What `Intl.NumberFormat` is asked for: its options, read and completed.
 *
 * Knows nothing of how numbers are written.
 */

import { CURRENCY_DISPLAYS, currencyDigits } from "./currency.ts";
import { type DigitRules, readDigitRules, resolvedDigits } from "./digits.ts";
import { answeringLocale } from "./locale.ts";
import { Options } from "./option.ts";
import { isUnit, type UnitDisplay } from "./unit.ts";

/** The options as they apply. */
export interface NumberOptions {
  locale: string;
  style: "decimal" | "percent" | "currency" | "unit";
  currency: string | undefined;
  currencyDisplay: typeof CURRENCY_DISPLAYS[number];
  currencySign: "standard" | "accounting";
  unit: string | undefined;
  unitDisplay: UnitDisplay;
  digits: DigitRules;
  useGrouping: "auto" | "always" | "min2" | false;
  notation: "standard" | "scientific" | "engineering" | "compact";
  compactDisplay: "short" | "long";
  signDisplay: "auto" | "never" | "always" | "exceptZero" | "negative";
}

function readGrouping(options: Options, compact: boolean): NumberOptions["useGrouping"] {
  const fallback = compact ? "min2" : "auto";
  const value = options.raw("useGrouping");
  if (value === undefined) return fallback;
  if (value === true) return "always";
  if (!value) return false;
  const grouping = options.choice(
    "useGrouping",
    ["min2", "auto", "always", "true", "false"],
    fallback,
  );
  return grouping === "true" || grouping === "false" ? fallback : grouping;
}

/** What numbering systems and calendars are called, where one is asked for. */
export function skipType(options: Options, name: string): void {
  const type = options.text(name);
  if (type !== undefined && !/^[a-z0-9]{3,8}(?:-[a-z0-9]{3,8})*$/i.test(type)) {
    throw new RangeError(`Invalid ${name} : ${type}`);
  }
}

/** Reads and checks the options, in the order that ECMA-402 has them in. */
export function readNumberOptions(
  locales: unknown,
  given: unknown,
  caller: string,
): NumberOptions {
  const { locale } = answeringLocale(locales, { nu: ["latn"] });
  const options = new Options(caller, given);
  options.skipMatcher();
  skipType(options, "numberingSystem");
  const style = options.choice("style", ["decimal", "percent", "currency", "unit"], "decimal");
  const code = options.text("currency");
  if (code === undefined) {
    if (style === "currency") throw new TypeError("Currency code is required with currency style.");
  } else if (!/^[a-z]{3}$/i.test(code)) {
    throw new RangeError(`Invalid currency code : ${code}`);
  }
  const currency = style === "currency" ? code!.toUpperCase() : undefined;
  const currencyDisplay = options.choice("currencyDisplay", CURRENCY_DISPLAYS, "symbol");
  const currencySign = options.choice("currencySign", ["standard", "accounting"], "standard");
  const unit = options.text("unit");
  if (unit === undefined ? style === "unit" : !isUnit(unit)) {
    const problem = `Invalid unit argument for Intl.NumberFormat() '${unit ?? ""}'`;
    throw unit === undefined ? new TypeError(problem) : new RangeError(problem);
  }
  const unitDisplay = options.choice("unitDisplay", ["short", "narrow", "long"], "short");
  const notation = options.choice(
    "notation",
    ["standard", "scientific", "engineering", "compact"],
    "standard",
  );
  const compact = notation === "compact";
  const money = currency !== undefined && notation === "standard";
  const least = money ? currencyDigits(currency) : 0;
  const most = money ? least : style === "percent" ? 0 : 3;
  const digits = readDigitRules(options, least, most, compact);
  const compactDisplay = options.choice("compactDisplay", ["short", "long"], "short");
  const useGrouping = readGrouping(options, compact);
  const signDisplay = options.choice(
    "signDisplay",
    ["auto", "never", "always", "exceptZero", "negative"],
    "auto",
  );
  return {
    locale,
    style,
    currency,
    currencyDisplay,
    currencySign,
    unit: style === "unit" ? unit : undefined,
    unitDisplay,
    digits,
    useGrouping,
    notation,
    compactDisplay,
    signDisplay,
  };
}

/** The options as `resolvedOptions` lists them. */
export function resolvedNumberOptions(options: NumberOptions): Record<string, unknown> {
  const [counts, rounding] = resolvedDigits(options.digits);
  return {
    locale: options.locale,
    numberingSystem: "latn",
    style: options.style,
    currency: options.currency,
    currencyDisplay: options.currency && options.currencyDisplay,
    currencySign: options.currency && options.currencySign,
    unit: options.unit,
    unitDisplay: options.unit && options.unitDisplay,
    ...counts,
    useGrouping: options.useGrouping,
    notation: options.notation,
    compactDisplay: options.notation === "compact" ? options.compactDisplay : undefined,
    signDisplay: options.signDisplay,
    ...rounding,
  };
}
