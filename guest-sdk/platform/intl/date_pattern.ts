/**
 * Which fields of a date are shown, in which order, and what stands between them.
 *
 * Knows no date, and nothing of how a field is written.
 */

/** The fields, each with the width that was asked for. */
export interface DateFields {
  weekday?: string;
  era?: string;
  year?: string;
  month?: string;
  day?: string;
  dayPeriod?: string;
  hour?: string;
  minute?: string;
  second?: string;
  fractionalSecondDigits?: number;
  timeZoneName?: string;
}

/** How hours are counted. */
export type HourCycle = "h11" | "h12" | "h23" | "h24";

/** A pattern's piece: a field's name, `ampm`, or, after a `'`, what stands between fields. */
export type Piece = keyof DateFields | "ampm" | `'${string}`;

/** `year`, `month` and so on between brackets, and text. */
function pieces(pattern: string): Piece[] {
  return pattern.split(/[{}]/).flatMap((text, index) =>
    text === "" ? [] : [(index % 2 === 1 ? text : `'${text}`) as Piece]
  );
}

function datePattern(fields: DateFields): string {
  const { weekday, era, year, month, day } = fields;
  const numeric = month === "numeric" || month === "2-digit";
  const ofDay = day ? "{day}" : "";
  let pattern = month ? "{month}" : "";
  if (month && numeric && !(weekday && era && year && day)) {
    if (day) pattern += "/{day}";
    if (year) pattern += era && !day ? " {year}" : "/{year}";
  } else if (month) {
    if (day) pattern += " {day}";
    if (year) pattern += day ? ", {year}" : " {year}";
  } else if (year) {
    pattern = "{year}";
  } else if (!era) {
    pattern = ofDay;
  }
  if (era) pattern += pattern ? " {era}" : "{era}";
  if (!month && day && (year || era)) {
    // What no language has a pattern for is named.
    if (!weekday) return `${pattern} (day: {day})`;
    return era ? `${pattern} (day: {day} {weekday})` : `{day} {weekday} ${pattern}`;
  }
  if (!weekday) return pattern;
  if (!pattern) return "{weekday}";
  return month && day ? `{weekday}, ${pattern}` : `${pattern} {weekday}`;
}

function timePattern(fields: DateFields, cycle: HourCycle): string {
  const { hour, minute, second, dayPeriod, fractionalSecondDigits } = fields;
  const seconds = fractionalSecondDigits ? "{second}.{fractionalSecondDigits}" : "{second}";
  const half = cycle === "h11" || cycle === "h12" ? dayPeriod ? " {dayPeriod}" : " {ampm}" : "";
  if (!hour) {
    if (minute) return second ? `{minute}:${seconds}` : "{minute}";
    if (second) return seconds;
    return fractionalSecondDigits ? "{fractionalSecondDigits}" : dayPeriod ? "{dayPeriod}" : "";
  }
  if (minute) return `{hour}:{minute}${second ? `:${seconds}` : ""}${half}`;
  return `{hour}${half}${second ? ` (second: ${seconds})` : ""}`;
}

/** Gives each field the width that its neighbours leave it. */
export function settled(fields: DateFields, cycle: HourCycle): DateFields {
  const result = { ...fields };
  const { hour, minute, fractionalSecondDigits } = fields;
  if (fractionalSecondDigits && minute) result.second = "2-digit";
  const { second } = result;
  if (hour && (cycle === "h23" || cycle === "h24")) result.hour = "2-digit";
  if (minute) result.minute = hour || second ? "2-digit" : "numeric";
  if (second) result.second = minute ? "2-digit" : "numeric";
  const alone = !hour && !minute && !second && !fractionalSecondDigits;
  const twelve = hour && (cycle === "h11" || cycle === "h12");
  if (!alone && !twelve) delete result.dayPeriod;
  return result;
}

/** The pattern for fields that are settled. */
export function patternFor(fields: DateFields, cycle: HourCycle): Piece[] {
  const date = datePattern(fields);
  let time = timePattern(fields, cycle);
  if (fields.timeZoneName) time += time ? " {timeZoneName}" : "{timeZoneName}";
  if (!date || !time) return pieces(date + time);
  const { month, hour, minute } = fields;
  const glue = month === "long" ? " at " : date === "{weekday}" && hour && minute ? " " : ", ";
  return pieces(date + glue + time);
}
