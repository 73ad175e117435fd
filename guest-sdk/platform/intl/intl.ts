/**
 * The object `Intl`.
 *
 * Knows what its services are called, nothing of what they do.
 */

import { Collator } from "./collator.ts";
import { CURRENCIES } from "./currency.ts";
import { DateTimeFormat } from "./date_format.ts";
import { ListFormat } from "./list_format.ts";
import { canonicalLocales } from "./locale.ts";
import { defineMethod, defineTag } from "./method.ts";
import { NumberFormat } from "./number_format.ts";
import { PluralRules } from "./plural_rules.ts";
import { RelativeTimeFormat } from "./relative_time_format.ts";
import { UNIT_NAMES } from "./unit.ts";

const SUPPORTED: Record<string, readonly string[]> = {
  calendar: ["gregory"],
  collation: [],
  currency: CURRENCIES,
  numberingSystem: ["latn"],
  timeZone: ["UTC"],
  unit: UNIT_NAMES,
};

const services = {
  DateTimeFormat,
  NumberFormat,
  Collator,
  PluralRules,
  RelativeTimeFormat,
  ListFormat,
};

function createIntl(): object {
  const intl = {};
  defineMethod(intl, "getCanonicalLocales", 1, (_self, [locales]) => canonicalLocales(locales));
  defineMethod(intl, "supportedValuesOf", 1, (_self, [key]) => {
    const name = String(key);
    if (!Object.hasOwn(SUPPORTED, name)) throw new RangeError(`Invalid key : ${name}`);
    return [...SUPPORTED[name]!];
  });
  for (const [name, value] of Object.entries(services)) {
    Object.defineProperty(intl, name, { value, configurable: true, writable: true });
  }
  defineTag(intl, "Intl");
  return intl;
}

export const Intl = createIntl();
