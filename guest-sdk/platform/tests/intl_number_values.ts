/**
 * Numbers, and options for them, whose formats must read the same here and in Deno.
 *
 * Knows nothing of the formatter.
 */

/** Options, as scripts write them: of any kind. */
export type Given = Record<string, unknown>;

export const NUMBERS: readonly unknown[] = [
  ...[0, -0, 1, -1, 2, 0.5, 1.5, 2.5, -2.5, 1.005, 0.001, 0.0001234, 123, 999, 999.5, 1000],
  ...[1234.5, 9999, 9999.99, 10000, 12345.678, 99999, 123456, 999499, 999500, 999999],
  ...[1234567.891, 1e9, 1.5e12, 1e15, 123456789012345, 1e16, 1e21, 1.7976931348623157e308],
  ...[5e-324, 1e-7, NaN, Infinity, -Infinity, -0.001, 123n, -12345678901234567890123n],
  ...["12345678901234567890.123456", "1e-30", "0x10", "", "x", "  12 ", "1e1000", "-Infinity"],
  ...[null, undefined, true, 0.15, 0.25, 0.35, 0.45, 5e-7, 99.995, 0.995, 1.45, -1.55, 10.5],
];

/** Each value of one list with each of the others. */
export function combinations(lists: Record<string, readonly unknown[]>): Given[] {
  let all: Given[] = [{}];
  for (const [name, values] of Object.entries(lists)) {
    all = all.flatMap((given) =>
      values.map((value) => value === undefined ? given : { ...given, [name]: value })
    );
  }
  return all;
}

const NOTATION_EXTRAS: readonly Given[] = [
  {},
  { style: "percent" },
  { style: "currency", currency: "USD" },
  { style: "currency", currency: "CHF", currencyDisplay: "name" },
  { style: "unit", unit: "byte", unitDisplay: "long" },
  { style: "unit", unit: "byte" },
  { maximumFractionDigits: 1 },
  { minimumFractionDigits: 2 },
  { maximumSignificantDigits: 3 },
  { minimumSignificantDigits: 3 },
  { maximumFractionDigits: 0 },
  { useGrouping: true },
  { useGrouping: false },
  { minimumIntegerDigits: 3 },
  { signDisplay: "exceptZero" },
  { roundingMode: "floor" },
];

const SIGN_EXTRAS: readonly Given[] = [
  {},
  { style: "percent" },
  { style: "currency", currency: "USD" },
  { maximumFractionDigits: 0 },
  { style: "unit", unit: "second" },
];

const ROUNDING_MODES = ["ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand"]
  .concat("halfTrunc", "halfEven");

export const NUMBER_OPTIONS: readonly Given[] = [
  {},
  { style: "percent" },
  { style: "percent", minimumFractionDigits: 1 },
  ...combinations({
    style: ["currency"],
    currency: ["USD", "EUR", "JPY", "CHF", "INR", "XYZ"],
    currencyDisplay: ["symbol", "code", "name", "narrowSymbol"],
    currencySign: ["standard", "accounting"],
  }),
  ...combinations({ style: ["currency"], currency: ["XOF", "KWD", "PLN", "BWP"] }),
  ...combinations({
    notation: ["compact", "scientific", "engineering"],
    compactDisplay: ["short", "long"],
    extra: NOTATION_EXTRAS,
  }),
  ...combinations({
    signDisplay: ["auto", "always", "never", "exceptZero", "negative"],
    extra: SIGN_EXTRAS,
  }),
  ...combinations({
    signDisplay: ["auto", "always", "exceptZero", "negative"],
    style: ["currency"],
    currency: ["USD"],
    currencySign: ["accounting"],
  }),
  ...combinations({ roundingMode: ROUNDING_MODES, maximumFractionDigits: [0, 1, 2] }),
  ...combinations({
    useGrouping: [true, false, "always", "auto", "min2", "true", "false", null, "", 0],
  }),
  ...combinations({
    minimumIntegerDigits: [undefined, 5, 21],
    trailingZeroDisplay: ["auto", "stripIfInteger"],
    minimumFractionDigits: [undefined, 0, 2],
    maximumFractionDigits: [undefined, 0, 3, 20],
  }),
  ...combinations({
    roundingPriority: ["auto", "morePrecision", "lessPrecision"],
    minimumFractionDigits: [undefined, 2],
    maximumFractionDigits: [undefined, 1, 3],
    minimumSignificantDigits: [undefined, 3],
    maximumSignificantDigits: [undefined, 2, 21],
    notation: ["standard", "compact"],
  }),
].map(({ extra, ...given }) => ({ ...given, ...(extra as Given | undefined) }));

/** Options that round to multiples, which Deno does with so many digits only. */
export const INCREMENT_OPTIONS: readonly Given[] = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500]
  .concat(1000, 2000, 2500, 5000)
  .flatMap((roundingIncrement) =>
    [0, 1, 2].flatMap((digits) =>
      ["halfExpand", "halfEven", "ceil"].map((roundingMode) => ({
        roundingIncrement,
        roundingMode,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }))
    )
  );

export const REFUSED_NUMBER_OPTIONS: readonly unknown[] = [
  null,
  { style: "x" },
  { style: "currency" },
  { style: "currency", currency: "x" },
  { style: "currency", currency: "US1" },
  { currency: "x" },
  { style: "unit" },
  { style: "unit", unit: "parsec" },
  { style: "unit", unit: "byte-per-x" },
  { style: "unit", unit: "byte-per-second-per-second" },
  { unit: "x" },
  { maximumFractionDigits: 101 },
  { maximumFractionDigits: -1 },
  { maximumFractionDigits: NaN },
  { minimumFractionDigits: 5, maximumFractionDigits: 2 },
  { minimumIntegerDigits: 0 },
  { minimumIntegerDigits: 22 },
  { maximumSignificantDigits: 0 },
  { minimumSignificantDigits: 5, maximumSignificantDigits: 2 },
  { useGrouping: "x" },
  { roundingIncrement: 3 },
  { roundingIncrement: 5, maximumSignificantDigits: 3 },
  { roundingIncrement: 5, minimumFractionDigits: 2, maximumFractionDigits: 3 },
  { roundingMode: "x" },
  { roundingPriority: "x" },
  { trailingZeroDisplay: "x" },
  { notation: "x" },
  { compactDisplay: "x" },
  { signDisplay: "x" },
  { currencyDisplay: "x" },
  { currencySign: "x" },
  { unitDisplay: "x" },
  { localeMatcher: "x" },
  { numberingSystem: "!" },
];
