/**
 * `Intl.RelativeTimeFormat`: how long ago, or in how long.
 */

import { quantityOf } from "./decimal.ts";
import { answeringLocale } from "./locale.ts";
import { readNumberOptions } from "./number_options.ts";
import { numberParts } from "./number_parts.ts";
import { Options } from "./option.ts";
import { defineService, type Part, textOf } from "./service.ts";

/** The options as they apply. */
interface RelativeTimeOptions {
  locale: string;
  style: "long" | "short" | "narrow";
  numeric: "always" | "auto";
}

/** `short|short of many|narrow`. */
const UNITS: Record<string, string> = {
  second: "sec.|sec.|s",
  minute: "min.|min.|m",
  hour: "hr.|hr.|h",
  day: "day|days|d",
  week: "wk.|wk.|w",
  month: "mo.|mo.|mo",
  quarter: "qtr.|qtrs.|q",
  year: "yr.|yr.|y",
};

const DAYS = ["yesterday", "today", "tomorrow"];
const NEAR = ["last", "this", "next"];
const NUMBER = readNumberOptions(undefined, undefined, "");

function readOptions(locales: unknown, given: unknown, caller: string): RelativeTimeOptions {
  const { locale } = answeringLocale(locales, { nu: ["latn"] });
  const options = new Options(caller, given);
  options.skipMatcher();
  return {
    locale,
    style: options.choice("style", ["long", "short", "narrow"], "long"),
    numeric: options.choice("numeric", ["always", "auto"], "always"),
  };
}

/** What has a word of its own, such as "tomorrow". */
function wordFor(
  value: number,
  unit: string,
  style: RelativeTimeOptions["style"],
): string | undefined {
  // To a hundredth, as ICU has it.
  const place = Math.sign(value) * Math.round(Math.abs(value) * 100) / 100 + 1;
  if (unit === "day") return DAYS[place];
  if (unit === "second") return place === 1 ? "now" : undefined;
  if (unit === "minute" || unit === "hour") return place === 1 ? `this ${unit}` : undefined;
  return NEAR[place] && `${NEAR[place]} ${style === "long" ? unit : UNITS[unit]!.split("|")[0]}`;
}

function relativeParts(
  method: string,
  { style, numeric }: RelativeTimeOptions,
  number: unknown,
  name: unknown,
): Part[] {
  const caller = `Intl.RelativeTimeFormat.prototype.${method}()`;
  const value = +(number as number);
  const singular = String(name).replace(/s$/, "");
  if (!Object.hasOwn(UNITS, singular)) {
    throw new RangeError(`Invalid unit argument for ${caller} '${String(name)}'`);
  }
  if (!Number.isFinite(value)) {
    throw new RangeError(`Value need to be finite number for ${caller}`);
  }
  const word = numeric === "auto" ? wordFor(value, singular, style) : undefined;
  if (word) return [{ type: "literal", value: word }];
  const past = value < 0 || Object.is(value, -0);
  const amount = numberParts(NUMBER, quantityOf(Math.abs(value)))
    .map((part) => ({ ...part, unit: singular }));
  const one = textOf(amount) === "1";
  const [short, many, narrow] = UNITS[singular]!.split("|");
  const unit = style === "narrow"
    ? narrow
    : style === "short"
    ? ` ${one ? short : many}`
    : ` ${singular}${one ? "" : "s"}`;
  const after = { type: "literal", value: past ? `${unit} ago` : unit! };
  return past ? [...amount, after] : [{ type: "literal", value: "in " }, ...amount, after];
}

export const RelativeTimeFormat = defineService<RelativeTimeOptions>({
  name: "RelativeTimeFormat",
  resolve: readOptions,
  resolved: ({ locale, style, numeric }) => ({ locale, style, numeric, numberingSystem: "latn" }),
  methods: {
    format: [2, (options, value, unit) => textOf(relativeParts("format", options, value, unit))],
    formatToParts: [
      2,
      (options, value, unit) => relativeParts("formatToParts", options, value, unit),
    ],
  },
});
