/** `Intl.DateTimeFormat`, beside Deno's own. */

import { strictEqual, throws } from "node:assert/strict";
import { Intl as ours } from "../intl/intl.ts";
import { sameAnswers } from "./comparison.ts";
import { combinations, type Given } from "./intl_number_values.ts";

type DateIntl = Pick<typeof Intl, "DateTimeFormat">;

const OURS = ours as unknown as DateIntl;

const DATES = [
  Date.UTC(2024, 0, 2, 3, 4, 5, 678),
  0,
  -1,
  Date.UTC(2024, 11, 31, 23, 59, 59, 999),
  Date.UTC(2024, 1, 29, 12),
  Date.UTC(2024, 5, 30, 0, 5, 9, 7),
  Date.UTC(2024, 3, 5, 18, 30),
  -62135596800001,
  -62198755200000,
  253402300800000,
  8.64e15,
  -8.64e15,
];

const FEW_DATES = DATES.slice(0, 6);

/** Deno's zone is the machine's; ours is UTC. */
function formatter(intl: DateIntl, given: unknown): Intl.DateTimeFormat {
  const utc = typeof given === "object" && given !== null ? { timeZone: "UTC", ...given } : given;
  return new intl.DateTimeFormat("en-US", utc as Intl.DateTimeFormatOptions);
}

function formats(intl: DateIntl, given: Given, dates: readonly number[]): unknown[] {
  const format = formatter(intl, given);
  return [
    Object.entries(format.resolvedOptions()),
    ...dates.flatMap((date) => [format.format(date), format.formatToParts(date)]),
  ];
}

const CYCLES = [
  {},
  { hour12: true },
  { hour12: false },
  { hourCycle: "h11" },
  { hourCycle: "h12" },
  { hourCycle: "h23" },
  { hourCycle: "h24" },
];

function inEachCycle(options: readonly Given[]): Given[] {
  return options.flatMap((given) => CYCLES.map((cycle) => ({ ...given, ...cycle })));
}

Deno.test("styles are Deno's", () => {
  const styles = [undefined, "full", "long", "medium", "short"];
  const options = inEachCycle(combinations({ dateStyle: styles, timeStyle: styles }));
  sameAnswers(OURS, Intl, options, (intl, given) => formats(intl, given, DATES));
});

Deno.test("fields of a date are arranged as in Deno", () => {
  const options = combinations({
    era: [undefined, "short", "long", "narrow"],
    year: [undefined, "numeric", "2-digit"],
    month: [undefined, "numeric", "2-digit", "short", "long", "narrow"],
    day: [undefined, "numeric", "2-digit"],
    weekday: [undefined, "short", "long", "narrow"],
    hour: [undefined, "numeric"],
  }).filter(({ era, year, month, day, weekday }) => {
    // What no language has a pattern for, Deno arranges by the widths of its fields.
    if (era && !year && (month || day || weekday)) return false;
    if (weekday && month && !day) return false;
    return month || !year || !(day || weekday);
  });
  sameAnswers(OURS, Intl, options, (intl, given) => formats(intl, given, FEW_DATES));
});

Deno.test("fields of a time are arranged as in Deno", () => {
  const widths = [undefined, "numeric", "2-digit"];
  const options = inEachCycle(combinations({
    hour: widths,
    minute: widths,
    second: widths,
    fractionalSecondDigits: [undefined, 1, 3],
    dayPeriod: [undefined, "short", "narrow"],
    timeZoneName: [undefined, "short"],
    day: [undefined, "numeric"],
  })).filter(({ hour, minute, second, fractionalSecondDigits, dayPeriod, timeZoneName }) => {
    if (hour && !minute && (second || fractionalSecondDigits)) return false;
    if (second === "2-digit" && fractionalSecondDigits && !minute) return false;
    return !dayPeriod || hour || !(minute || second || fractionalSecondDigits || timeZoneName);
  });
  sameAnswers(OURS, Intl, options, (intl, given) => formats(intl, given, FEW_DATES));
});

Deno.test("days over the years read as in Deno", () => {
  const dates = Array.from({ length: 120 }, (_, index) => -3e12 + index * 0.67e11);
  const options: Given[] = [
    {},
    { dateStyle: "full", timeStyle: "full" },
    { weekday: "short", month: "short", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  ];
  sameAnswers(OURS, Intl, options, (intl, given) => formats(intl, given, dates));
});

Deno.test("UTC by each of its names, and offsets, are Deno's", () => {
  const zones = ["UTC", "utc", "GMT", "Etc/UTC", "etc/gmt", "UCT", "Zulu", "Etc/Universal", "GMT0"]
    .concat("GMT+0", "Etc/GMT-0", "Etc/GMT+0", "Greenwich", "Etc/Greenwich", "Etc/GMT0")
    .concat("Etc/GMT+5", "etc/gmt-14", "Etc/GMT+12", "+02:00", "-0530", "+23:59", "-00:00", "+02")
    .concat("\u221202:00", "+24", "+2", "+02:00:00", "-25:00", "x y", "", " UTC");
  const options = combinations({
    timeZone: zones,
    timeZoneName: [undefined, "short", "long", "shortOffset", "longOffset", "shortGeneric"]
      .concat("longGeneric"),
    month: [undefined, "long"],
  });
  sameAnswers(OURS, Intl, options, (intl, given) => formats(intl, given, FEW_DATES.slice(0, 1)));
});

Deno.test("other time zones are refused, and why is said", () => {
  throws(() => formatter(OURS, { timeZone: "Europe/Berlin" }), {
    name: "RangeError",
    message: "Invalid time zone specified: Europe/Berlin: time zones other than UTC and offsets " +
      "such as +02:00 are not available",
  });
});

Deno.test("dates that are none, and options, are refused in Deno's words", () => {
  const dates = [NaN, 8.64e15 + 1, Infinity, "x", {}, Symbol(), "2024", null, new Date(0), true];
  sameAnswers(OURS, Intl, dates, (intl, date) => formatter(intl, {}).format(date as Date));
  const options = [
    null,
    5,
    { timeStyle: "short", year: "numeric" },
    { dateStyle: "short", fractionalSecondDigits: 2 },
    { dateStyle: "x" },
    { timeStyle: "x" },
    { weekday: "numeric" },
    { era: "x" },
    { year: "long" },
    { month: "x" },
    { day: "short" },
    { dayPeriod: "x" },
    { hour: "x" },
    { minute: "x" },
    { second: "x" },
    { fractionalSecondDigits: 4 },
    { fractionalSecondDigits: 0 },
    { timeZoneName: "x" },
    { hourCycle: "x" },
    { formatMatcher: "x" },
    { localeMatcher: "x" },
    { calendar: "!" },
    { numberingSystem: "!" },
  ];
  sameAnswers(OURS, Intl, options, (intl, given) => formatter(intl, given).format(0));
});

Deno.test("without a zone it is UTC, without a date it is now", () => {
  const format = new OURS.DateTimeFormat();
  strictEqual(format.resolvedOptions().timeZone, "UTC");
  strictEqual(format.format(0), "1/1/1970");
  strictEqual(Date.parse(`${format.format()} UTC`) <= Date.now(), true);
});
