/**
 * `Intl.DateTimeFormat`, and the locale methods of dates.
 *
 * Knows neither how options are read nor how dates are written.
 */

import {
  type DateOptions,
  type Kind,
  readDateOptions,
  resolvedDateOptions,
} from "./date_options.ts";
import { dateParts } from "./date_parts.ts";
import { defineService, type Part, textOf } from "./service.ts";

/** The parts of whatever can be taken for a date; without one, of now. */
function partsOf(options: DateOptions, date: unknown): Part[] {
  const time = date === undefined ? Date.now() : +(date as number);
  const clipped = new Date(time).getTime();
  if (Number.isNaN(clipped)) throw new RangeError("Invalid time value");
  return dateParts(options, clipped);
}

export const DateTimeFormat = defineService<DateOptions>({
  name: "DateTimeFormat",
  callable: true,
  resolve: (locales, options, caller) => readDateOptions(locales, options, caller),
  resolved: resolvedDateOptions,
  methods: { formatToParts: [1, partsOf] },
  bound: ["format", 1, (options) => (date: unknown) => textOf(partsOf(options, date))],
});

const PLAIN: Record<Kind, DateOptions> = {
  any: readDateOptions(undefined, undefined, "", "any", "any"),
  date: readDateOptions(undefined, undefined, "", "date", "date"),
  time: readDateOptions(undefined, undefined, "", "time", "time"),
};

/** The date at `time`, or its `kind` alone, as the methods of dates give it. */
export function dateToLocaleString(
  time: number,
  kind: Kind,
  locales: unknown,
  given: unknown,
  caller: string,
): string {
  if (Number.isNaN(time)) return "Invalid Date";
  const plain = locales === undefined && given === undefined;
  const options = plain ? PLAIN[kind] : readDateOptions(locales, given, caller, kind, kind);
  return textOf(dateParts(options, time));
}
