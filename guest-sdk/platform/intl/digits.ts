/**
 * How many digits a number is shown with: the options that say so, and their use.
 *
 * Knows nothing of separators, signs or words.
 */

import {
  type Decimal,
  magnitudeOf,
  rounded,
  ROUNDING_MODES,
  type RoundingMode,
} from "./decimal.ts";
import { type Options, wholeNumber } from "./option.ts";

/** What was resolved; the counts that do not apply are missing. */
export interface DigitRules {
  minimumIntegerDigits: number;
  minimumFractionDigits?: number;
  maximumFractionDigits?: number;
  minimumSignificantDigits?: number;
  maximumSignificantDigits?: number;
  roundingIncrement: number;
  roundingMode: RoundingMode;
  roundingPriority: "auto" | "morePrecision" | "lessPrecision";
  trailingZeroDisplay: "auto" | "stripIfInteger";
}

const INCREMENTS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000];

/** Reads the options; `least` and `most` are how many fraction digits there are if none of them says. */
export function readDigitRules(
  options: Options,
  least: number,
  most: number,
  compact: boolean,
): DigitRules {
  const minimumIntegerDigits = options.number("minimumIntegerDigits", 1, 21, 1);
  const fraction = [options.raw("minimumFractionDigits"), options.raw("maximumFractionDigits")];
  const significant = [
    options.raw("minimumSignificantDigits"),
    options.raw("maximumSignificantDigits"),
  ];
  const roundingIncrement = options.number("roundingIncrement", 1, 5000, 1);
  if (!INCREMENTS.includes(roundingIncrement)) {
    throw new RangeError("roundingIncrement value is out of range.");
  }
  const rules: DigitRules = {
    minimumIntegerDigits,
    roundingIncrement,
    roundingMode: options.choice("roundingMode", ROUNDING_MODES, "halfExpand"),
    roundingPriority: options.choice(
      "roundingPriority",
      ["auto", "morePrecision", "lessPrecision"],
      "auto",
    ),
    trailingZeroDisplay: options.choice("trailingZeroDisplay", ["auto", "stripIfInteger"], "auto"),
  };
  if (roundingIncrement !== 1) most = least;
  const hasSignificant = significant.some((count) => count !== undefined);
  const hasFraction = fraction.some((count) => count !== undefined);
  const auto = rules.roundingPriority === "auto";
  const wantsSignificant = !auto || hasSignificant;
  const wantsFraction = !auto || !(hasSignificant || (!hasFraction && compact));
  if (wantsSignificant) {
    const minimum = wholeNumber(significant[0], "minimumSignificantDigits", 1, 21, 1);
    rules.minimumSignificantDigits = minimum;
    rules.maximumSignificantDigits = wholeNumber(
      significant[1],
      "maximumSignificantDigits",
      minimum,
      21,
      21,
    );
  }
  if (wantsFraction) {
    const minimum = wholeNumber(fraction[0], "minimumFractionDigits", 0, 100, undefined);
    const maximum = wholeNumber(fraction[1], "maximumFractionDigits", 0, 100, undefined);
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      throw new RangeError("maximumFractionDigits value is out of range.");
    }
    rules.minimumFractionDigits = minimum ?? Math.min(least, maximum ?? least);
    rules.maximumFractionDigits = maximum ?? Math.max(most, minimum ?? most);
  }
  if (!wantsSignificant && !wantsFraction) {
    Object.assign(rules, {
      minimumFractionDigits: 0,
      maximumFractionDigits: 0,
      minimumSignificantDigits: 1,
      maximumSignificantDigits: 2,
      roundingPriority: "morePrecision",
    });
  }
  if (roundingIncrement !== 1) {
    if (rules.maximumSignificantDigits !== undefined) {
      throw new TypeError("RoundingType is not fractionDigits");
    }
    if (rules.minimumFractionDigits !== rules.maximumFractionDigits) {
      throw new RangeError("maximumFractionDigits value is out of range.");
    }
  }
  return rules;
}

/** The options as `resolvedOptions` lists them, those before and after what a service has of its own. */
export function resolvedDigits(
  rules: DigitRules,
): [Record<string, unknown>, Record<string, unknown>] {
  const { roundingIncrement, roundingMode, roundingPriority, trailingZeroDisplay } = rules;
  return [
    {
      minimumIntegerDigits: rules.minimumIntegerDigits,
      minimumFractionDigits: rules.minimumFractionDigits,
      maximumFractionDigits: rules.maximumFractionDigits,
      minimumSignificantDigits: rules.minimumSignificantDigits,
      maximumSignificantDigits: rules.maximumSignificantDigits,
    },
    { roundingIncrement, roundingMode, roundingPriority, trailingZeroDisplay },
  ];
}

/** A number that was rounded, and its digits on both sides of the point. */
export interface Figures {
  value: Decimal;
  integer: string;
  fraction: string;
}

/** Rounds `value` and writes its digits. */
export function figuresOf(value: Decimal, rules: DigitRules): Figures {
  // Where only one of the two applies, it is the finer one.
  const finer = rules.roundingPriority !== "lessPrecision";
  const byFraction = -(rules.maximumFractionDigits ?? -Infinity);
  let bySignificance = magnitudeOf(value) + 1 - (rules.maximumSignificantDigits ?? -Infinity);
  const result = rounded(
    value,
    (finer ? Math.min : Math.max)(byFraction, bySignificance),
    rules.roundingIncrement,
    rules.roundingMode,
  );
  if (byFraction === bySignificance && magnitudeOf(result) > magnitudeOf(value)) bySignificance++;
  const significant = (bySignificance <= byFraction) === finer;
  const { digits, point } = result;
  const least = significant
    ? rules.minimumSignificantDigits! - 1 - magnitudeOf(result)
    : rules.minimumFractionDigits!;
  const integer = digits.slice(0, Math.max(point, 0)).padEnd(point, "0");
  const fraction = (point < 0 ? "0".repeat(-point) : "") + digits.slice(Math.max(point, 0));
  return {
    value: result,
    integer: integer.padStart(rules.minimumIntegerDigits, "0"),
    fraction: fraction === "" && rules.trailingZeroDisplay === "stripIfInteger"
      ? ""
      : fraction.padEnd(least, "0"),
  };
}
