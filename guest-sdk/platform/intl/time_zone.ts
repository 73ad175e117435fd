/**
 * The time zones that there are here: UTC by any of its names, and fixed offsets from it.
 *
 * Knows no date.
 */

/** How `timeZoneName` can ask for a zone. */
export const ZONE_STYLES = [
  "short",
  "long",
  "shortOffset",
  "longOffset",
  "shortGeneric",
  "longGeneric",
] as const;

export interface TimeZone {
  name: string;
  /** Minutes east of UTC. */
  offset: number;
  /** Whose words it goes by. */
  called: "UTC" | "GMT";
}

export const UTC: TimeZone = { name: "UTC", offset: 0, called: "UTC" };

const UNIVERSAL = /^(?:(?:etc\/)?(?:utc|uct|gmt|universal|zulu)|gmt(?:0|[+-]0))$/i;
const GREENWICH = /^(?:(?:etc\/)?greenwich|etc\/gmt(?:0|[+-]0))$/i;
/** Its signs are the other way round: it is what the zone lacks. */
const ETC = /^etc\/gmt(-(?:1[0-4]|[1-9])|\+(?:1[0-2]|[1-9]))$/i;
const OFFSET = /^([+\-\u2212])([01]\d|2[0-3])(?::?([0-5]\d))?$/;

function padded(count: number): string {
  return String(count).padStart(2, "0");
}

/** The zone that `name` means; a RangeError if it is none of those above. */
export function timeZone(name: string): TimeZone {
  if (UNIVERSAL.test(name)) return UTC;
  if (GREENWICH.test(name)) return { ...UTC, called: "GMT" };
  const hours = ETC.exec(name)?.[1];
  if (hours) return { name: `Etc/GMT${hours}`, offset: -60 * Number(hours), called: "GMT" };
  const [, sign, hour, minute = "00"] = OFFSET.exec(name) ?? [];
  if (hour) {
    const minutes = Number(hour) * 60 + Number(minute);
    const east = sign === "+" || minutes === 0;
    return {
      name: `${east ? "+" : "-"}${hour}:${minute}`,
      offset: east ? minutes : -minutes,
      called: "GMT",
    };
  }
  // What could be a zone's name is told why it is none.
  const why = /^[a-z_]+(?:\/[a-z0-9_+-]+)*$/i.test(name)
    ? ": time zones other than UTC and offsets such as +02:00 are not available"
    : "";
  throw new RangeError(`Invalid time zone specified: ${name}${why}`);
}

/** What `timeZoneName` shows. */
export function zoneText(zone: TimeZone, style: typeof ZONE_STYLES[number]): string {
  const { offset, called } = zone;
  if (offset === 0) {
    if (style === "short") return called;
    if (called === "UTC") return style === "long" ? "Coordinated Universal Time" : "GMT";
    return style === "long" || style === "longGeneric" ? "Greenwich Mean Time" : "GMT";
  }
  const sign = offset < 0 ? "-" : "+";
  const hours = Math.floor(Math.abs(offset) / 60);
  const minutes = Math.abs(offset) % 60;
  if (style.startsWith("long")) return `GMT${sign}${padded(hours)}:${padded(minutes)}`;
  return `GMT${sign}${hours}${minutes === 0 ? "" : `:${padded(minutes)}`}`;
}
