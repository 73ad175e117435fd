/**
 * What `Intl.DateTimeFormat` is asked for: its options, read and completed.
 *
 * Knows nothing of how a date is written.
 */

import {
  type DateFields,
  type HourCycle,
  patternFor,
  type Piece,
  settled,
} from "./date_pattern.ts";
import { answeringLocale } from "./locale.ts";
import { skipType } from "./number_options.ts";
import { Options } from "./option.ts";
import { type TimeZone, timeZone, UTC, ZONE_STYLES } from "./time_zone.ts";

/** The options as they apply. */
export interface DateOptions {
  locale: string;
  zone: TimeZone;
  cycle: HourCycle;
  fields: DateFields;
  pattern: Piece[];
  dateStyle: Style | undefined;
  timeStyle: Style | undefined;
}

type Style = "full" | "long" | "medium" | "short";

/** What is shown where nothing was asked for, and what it takes to have asked for something. */
export type Kind = "date" | "time" | "any";

const STYLES = ["full", "long", "medium", "short"] as const;
const CYCLES = ["h11", "h12", "h23", "h24"] as const;
const TEXT = ["narrow", "short", "long"] as const;
const NUMBER = ["2-digit", "numeric"] as const;

const DATE: DateFields = { year: "numeric", month: "numeric", day: "numeric" };
const TIME: DateFields = { hour: "numeric", minute: "2-digit", second: "2-digit" };

const DATE_STYLES: Record<Style, DateFields> = {
  full: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  long: { year: "numeric", month: "long", day: "numeric" },
  medium: { year: "numeric", month: "short", day: "numeric" },
  short: { year: "2-digit", month: "numeric", day: "numeric" },
};

const TIME_STYLES: Record<Style, DateFields> = {
  full: { ...TIME, timeZoneName: "long" },
  long: { ...TIME, timeZoneName: "short" },
  medium: TIME,
  short: { hour: "numeric", minute: "2-digit" },
};

function readFields(options: Options): DateFields {
  const fields: Record<string, string | number | undefined> = {
    weekday: options.choice("weekday", TEXT, undefined),
    era: options.choice("era", TEXT, undefined),
    year: options.choice("year", NUMBER, undefined),
    month: options.choice("month", [...NUMBER, ...TEXT], undefined),
    day: options.choice("day", NUMBER, undefined),
    dayPeriod: options.choice("dayPeriod", TEXT, undefined),
    hour: options.choice("hour", NUMBER, undefined),
    minute: options.choice("minute", NUMBER, undefined),
    second: options.choice("second", NUMBER, undefined),
    fractionalSecondDigits: options.number("fractionalSecondDigits", 1, 3, undefined),
    timeZoneName: options.choice("timeZoneName", ZONE_STYLES, undefined),
  };
  for (const name of Object.keys(fields)) if (fields[name] === undefined) delete fields[name];
  return fields as DateFields;
}

function readCycle(options: Options, asked: HourCycle | undefined): HourCycle {
  const hour12 = options.flag("hour12", undefined);
  const cycle = options.choice("hourCycle", CYCLES, undefined);
  if (hour12 !== undefined) return hour12 ? "h12" : "h23";
  return cycle ?? asked ?? "h12";
}

/** Whether none of the fields was asked for that a method is there to show. */
function lacks(fields: DateFields, required: Kind): boolean {
  const { weekday, year, month, day, dayPeriod, hour, minute, second } = fields;
  const date = weekday || year || month || day;
  const time = dayPeriod || hour || minute || second || fields.fractionalSecondDigits;
  return !(required !== "time" && date) && !(required !== "date" && time);
}

/** Reads and checks the options; `defaults` is what is shown where nothing `required` was asked for. */
export function readDateOptions(
  locales: unknown,
  given: unknown,
  caller: string,
  required: Kind = "any",
  defaults: Kind = "date",
): DateOptions {
  const answering = answeringLocale<"hc" | "ca" | "nu">(locales, {
    hc: CYCLES,
    ca: ["gregory"],
    nu: ["latn"],
  });
  const options = new Options(caller, given);
  options.skipMatcher();
  skipType(options, "calendar");
  skipType(options, "numberingSystem");
  const cycle = readCycle(options, answering.keywords.hc as HourCycle | undefined);
  const zoneName = options.text("timeZone");
  const zone = zoneName === undefined ? UTC : timeZone(zoneName);
  let fields = readFields(options);
  options.choice("formatMatcher", ["basic", "best fit"], undefined);
  const dateStyle = options.choice("dateStyle", STYLES, undefined);
  const timeStyle = options.choice("timeStyle", STYLES, undefined);
  if (dateStyle || timeStyle) {
    if (Object.keys(fields).length > 0) throw new TypeError("Invalid option : option");
    if (required === "date" && timeStyle) throw new TypeError("Invalid option : timeStyle");
    if (required === "time" && dateStyle) throw new TypeError("Invalid option : dateStyle");
    fields = { ...(dateStyle && DATE_STYLES[dateStyle]), ...(timeStyle && TIME_STYLES[timeStyle]) };
  } else if (lacks(fields, required)) {
    if (defaults !== "time") Object.assign(fields, DATE);
    if (defaults !== "date") Object.assign(fields, TIME);
  }
  fields = settled(fields, cycle);
  const pattern = patternFor(fields, cycle);
  return { locale: answering.locale, zone, cycle, fields, pattern, dateStyle, timeStyle };
}

/** The options as `resolvedOptions` lists them. */
export function resolvedDateOptions(options: DateOptions): Record<string, unknown> {
  const { fields, cycle, dateStyle, timeStyle } = options;
  const shown: DateFields = dateStyle || timeStyle ? {} : fields;
  return {
    locale: options.locale,
    calendar: "gregory",
    numberingSystem: "latn",
    timeZone: options.zone.name,
    hourCycle: fields.hour && cycle,
    hour12: fields.hour && (cycle === "h11" || cycle === "h12"),
    weekday: shown.weekday,
    era: shown.era,
    year: shown.year,
    month: shown.month,
    day: shown.day,
    dayPeriod: shown.dayPeriod,
    hour: shown.hour,
    minute: shown.minute,
    second: shown.second,
    fractionalSecondDigits: shown.fractionalSecondDigits,
    timeZoneName: shown.timeZoneName,
    dateStyle,
    timeStyle,
  };
}
