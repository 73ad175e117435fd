/**
 * Plurals, lists and relative times, and what `Intl` is made of.
 */

const plurals = new Intl.PluralRules("en-US");
const ordinals = new Intl.PluralRules("en-US", { type: "ordinal" });
console.log([0, 1, 1.5, 2].map((count) => plurals.select(count)));
console.log([1, 2, 3, 4, 11, 12, 13, 21, 102].map((count) => ordinals.select(count)));

const services = ["checkout", "cart", "search"];
console.log(new Intl.ListFormat("en-US").format(services));
console.log(new Intl.ListFormat("en-US", { type: "disjunction" }).format(services.slice(1)));
console.log(
  new Intl.ListFormat("en-US", { type: "unit", style: "narrow" }).formatToParts(["1h", "2m"]),
);

const relative = new Intl.RelativeTimeFormat("en-US", { numeric: "auto" });
console.log(
  relative.format(-1, "day"),
  relative.format(1, "week"),
  relative.format(-15, "minutes"),
);
console.log(new Intl.RelativeTimeFormat("en-US", { style: "narrow" }).format(-3, "hour"));
console.log(relative.formatToParts(2, "day"));

console.log(Object.prototype.toString.call(Intl), typeof Intl.NumberFormat, Intl.NumberFormat.name);
console.log(Intl.NumberFormat("en-US") instanceof Intl.NumberFormat);
console.log(Intl.getCanonicalLocales(["EN-us", "de-at", "zh-hant-TW"]));
console.log(Object.keys(Intl), Object.getOwnPropertyDescriptor(globalThis, "Intl")?.enumerable);
for (
  const broken of [
    () => new Intl.ListFormat("x_y"),
    () => Reflect.apply(Intl.PluralRules, undefined, []),
  ]
) {
  try {
    broken();
  } catch (error) {
    console.log(String(error));
  }
}
