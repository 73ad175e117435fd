/**
 * The entry of all that is known of a locale, which is loaded when a script first asks: most never do, and every run would
 * have to start with it.
 *
 * Knows nothing of who asks.
 */

export { localeCompare } from "./collator.ts";
export { dateToLocaleString } from "./date_format.ts";
export { Intl } from "./intl.ts";
export { canonicalLocales } from "./locale.ts";
export { numberToLocaleString } from "./number_format.ts";
