/**
 * Units of measurement: how each is written, alone and after "per".
 *
 * Knows no number.
 */

/** `unit=short|short of many|narrow|long|long of many`; what is missing follows from what stands before it. */
const UNITS = table(
  "acre=ac;bit=bit;byte=byte|byte|B;celsius=°C|°C|°C|degree Celsius|degrees Celsius;centimeter=cm;day=day|days|d;degree=deg|deg|°;fahrenheit=°F|°F|°|degree Fahrenheit|degrees Fahrenheit;fluid-ounce=fl oz|fl oz|fl oz|fluid ounce|fluid ounces;foot=ft|ft|′|foot|feet;gallon=gal;gigabit=Gb;gigabyte=GB;gram=g;hectare=ha;hour=hr|hr|h;inch=in|in|″|inch|inches;kilobit=kb;kilobyte=kB;kilogram=kg;kilometer=km;liter=L;megabit=Mb;megabyte=MB;meter=m;microsecond=μs;mile=mi;mile-scandinavian=smi|smi|smi|mile-scandinavian|miles-scandinavian;milliliter=mL;millimeter=mm;millisecond=ms;minute=min|min|m;month=mth|mths|m;nanosecond=ns;ounce=oz;percent=%|%|%|percent|percent;petabyte=PB;pound=lb|lb|#;second=sec|sec|s;stone=st|st|st|stone|stones;terabit=Tb;terabyte=TB;week=wk|wks|w;yard=yd;year=yr|yrs|y",
);

/** `unit=short|narrow` after "per", where those are not the unit's own. */
const PER = table(
  "day=d;foot=ft;gallon=gal US|gal;hour=h;inch=in;minute=min;month=m;pound=lb;second=s;week=w;year=y",
);

function table(list: string): Map<string, string> {
  return new Map(list.split(";").map((entry) => entry.split("=") as [string, string]));
}

/** How long the names of units are. */
export type UnitDisplay = "short" | "narrow" | "long";

export const UNIT_NAMES: readonly string[] = [...UNITS.keys()];

/** Whether `unit` is a unit, or one per another. */
export function isUnit(unit: string): boolean {
  const parts = unit.split("-per-");
  return parts.length <= 2 && parts.every((part) => UNITS.has(part));
}

function written(unit: string, display: UnitDisplay, one: boolean): string {
  const [short, many = short, narrow = short, long = unit, longMany = `${long}s`] = UNITS.get(unit)!
    .split("|");
  if (display === "narrow") return narrow!;
  if (display === "long") return one ? long : longMany;
  return one ? short! : many!;
}

/** A unit as it follows a number, and whether a blank stands between. */
export function unitText(unit: string, display: UnitDisplay, one: boolean): [string, boolean] {
  const [amount, per] = unit.split("-per-") as [string, string | undefined];
  const text = written(amount, display, one);
  if (display === "long") {
    return [per ? `${text} per ${written(per, display, true)}` : text, true];
  }
  const blank = display === "short" && !/^[°%]/.test(text);
  // ICU has no denominators for percent.
  if (!per || amount === "percent") return [text, blank];
  if (unit === "mile-per-hour") return ["mph", blank];
  if (unit === "mile-per-gallon") return ["mpg", blank];
  const [short, narrow = short] = PER.get(per)?.split("|") ?? [];
  return [
    `${text}/${(display === "narrow" ? narrow : short) ?? written(per, display, true)}`,
    blank,
  ];
}
