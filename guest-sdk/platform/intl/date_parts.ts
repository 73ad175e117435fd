/**
 * A date's fields in words and digits.
 *
 * Knows the options as they were resolved, not how they were given.
 */

import type { DateOptions } from "./date_options.ts";
import type { Piece } from "./date_pattern.ts";
import type { Part } from "./service.ts";
import { zoneText } from "./time_zone.ts";

const WEEKDAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );

const ERAS: Record<string, readonly [string, string]> = {
  narrow: ["B", "A"],
  short: ["BC", "AD"],
  long: ["Before Christ", "Anno Domini"],
};

const TYPES: Partial<Record<Piece, string>> = {
  ampm: "dayPeriod",
  fractionalSecondDigits: "fractionalSecond",
};

function number(value: number, width: string | undefined): string {
  return width === "2-digit" ? String(value % 100).padStart(2, "0") : String(value);
}

function word(value: string, width: string | undefined): string {
  return width === "long" ? value : value.slice(0, width === "short" ? 3 : 1);
}

function dayPeriod(options: DateOptions, date: Date): string {
  const { fields } = options;
  const hour = date.getUTCHours();
  const sharp = !(fields.minute && date.getUTCMinutes()) &&
    !(fields.second && date.getUTCSeconds());
  if (hour === 12 && sharp) return fields.dayPeriod === "narrow" ? "n" : "noon";
  if (hour < 12) return "in the morning";
  return hour < 18 ? "in the afternoon" : hour < 21 ? "in the evening" : "at night";
}

function hours(options: DateOptions, hour: number): number {
  switch (options.cycle) {
    case "h11":
      return hour % 12;
    case "h12":
      return hour % 12 || 12;
    case "h23":
      return hour;
    case "h24":
      return hour || 24;
  }
}

/** One field's text; `date` reads in UTC what the zone's clocks show. */
function fieldText(options: DateOptions, piece: Piece, date: Date): string {
  const { fields } = options;
  const year = date.getUTCFullYear();
  switch (piece) {
    case "weekday":
      return word(WEEKDAYS[date.getUTCDay()]!, fields.weekday);
    case "era":
      return ERAS[fields.era!]![year > 0 ? 1 : 0];
    case "year":
      return number(year > 0 ? year : 1 - year, fields.year);
    case "month": {
      const month = date.getUTCMonth();
      return fields.month === "numeric" || fields.month === "2-digit"
        ? number(month + 1, fields.month)
        : word(MONTHS[month]!, fields.month);
    }
    case "day":
      return number(date.getUTCDate(), fields.day);
    case "dayPeriod":
      return dayPeriod(options, date);
    case "ampm":
      return date.getUTCHours() < 12 ? "AM" : "PM";
    case "hour":
      return number(hours(options, date.getUTCHours()), fields.hour);
    case "minute":
      return number(date.getUTCMinutes(), fields.minute);
    case "second":
      return number(date.getUTCSeconds(), fields.second);
    case "fractionalSecondDigits":
      return String(date.getUTCMilliseconds()).padStart(3, "0").slice(
        0,
        fields.fractionalSecondDigits,
      );
    case "timeZoneName":
      return zoneText(options.zone, fields.timeZoneName as "short");
    default:
      return piece.slice(1);
  }
}

/** The parts of the date at `time`, in milliseconds since 1970 in UTC. */
export function dateParts(options: DateOptions, time: number): Part[] {
  const date = new Date(time + options.zone.offset * 60_000);
  return options.pattern.map((piece) => ({
    type: piece.startsWith("'") ? "literal" : TYPES[piece] ?? piece,
    value: fieldText(options, piece, date),
  }));
}
