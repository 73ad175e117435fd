/**
 * Numbers as people read them: `toLocaleString` and `Intl.NumberFormat`.
 */

console.log((1234567.891).toLocaleString(), (-0).toLocaleString(), NaN.toLocaleString());
console.log(
  (1e21).toLocaleString(),
  (12345678901234567890n).toLocaleString(),
  (0.1 + 0.2).toLocaleString(),
);
console.log((0.2567).toLocaleString("en-US", { style: "percent", maximumFractionDigits: 1 }));
console.log((1234.5).toLocaleString("en-US", { style: "currency", currency: "USD" }));
console.log((-1234.5).toLocaleString("en-US", { style: "currency", currency: "CHF" }));
console.log((5).toLocaleString(undefined, { minimumIntegerDigits: 2, minimumFractionDigits: 1 }));

const compact = new Intl.NumberFormat("en-US", { notation: "compact" });
console.log([0, 999, 1234, 56789, 999_999, 1.5e9, 2e15].map(compact.format));
const long = new Intl.NumberFormat("en-US", { notation: "compact", compactDisplay: "long" });
console.log(long.format(1_234_567), long.formatToParts(1_234_567));

for (const unitDisplay of ["short", "long", "narrow"] as const) {
  const units = ["byte", "megabyte", "millisecond", "second", "day", "percent", "byte-per-second"];
  console.log(
    units.map((unit) =>
      new Intl.NumberFormat("en-US", { style: "unit", unit, unitDisplay }).format(1536.25)
    ).join(" | "),
  );
}

console.log(
  [1, 1.005, 2.5, 1e-7].map((value) => value.toLocaleString("en-US", { maximumFractionDigits: 2 })),
);
console.log(
  [123456, 0.00123].map((value) => value.toLocaleString("en-US", { maximumSignificantDigits: 2 })),
);
console.log((123456).toLocaleString("en-US", { notation: "scientific" }));
console.log((1234).toLocaleString("en-US", { useGrouping: false, signDisplay: "always" }));
console.log(new Intl.NumberFormat("en-US").resolvedOptions());
console.log(new Intl.NumberFormat(), Intl);

for (const options of [{ style: "currency" }, { maximumFractionDigits: 101 }, { style: "x" }]) {
  try {
    new Intl.NumberFormat("en-US", options as Intl.NumberFormatOptions);
  } catch (error) {
    console.log(String(error));
  }
}

console.log([1234.5, [6789, null], "x", 10n].toLocaleString());
console.log(new Float64Array([1234.5, 0.25]).toLocaleString("en-US", { style: "percent" }));
const circle: unknown[] = [1000, 2];
circle.push(circle, [circle]);
console.log(circle.toLocaleString());
