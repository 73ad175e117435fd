/**
 * The texts of dates, with the name of the time zone that the engine leaves out. There is one zone: UTC.
 *
 * Knows nothing of locales.
 */

const ZONE = " (Coordinated Universal Time)";
const INVALID = "Invalid Date";

/** Gives `toString` and `toTimeString` the zone's name; whatever makes a text of a date calls the first. */
export function nameZoneOfDates(): void {
  const { prototype } = Date;
  const methods = {
    toString: prototype.toString,
    toTimeString: prototype.toTimeString,
  };
  for (const [name, method] of Object.entries(methods)) {
    const named = {
      [name](this: Date): string {
        const text = method.call(this);
        return text === INVALID ? text : text + ZONE;
      },
    }[name];
    Object.defineProperty(prototype, name, { value: named });
  }
}
