/** `Intl.NumberFormat`, beside Deno's own. */

import { Intl as ours } from "../intl/intl.ts";
import { sameAnswers } from "./comparison.ts";
import {
  combinations,
  type Given,
  INCREMENT_OPTIONS,
  NUMBER_OPTIONS,
  NUMBERS,
  REFUSED_NUMBER_OPTIONS,
} from "./intl_number_values.ts";

type NumberIntl = Pick<typeof Intl, "NumberFormat">;

const OURS = ours as unknown as NumberIntl;

function formatter(intl: NumberIntl, given: unknown): Intl.NumberFormat {
  return new intl.NumberFormat("en-US", given as Intl.NumberFormatOptions);
}

/** Each of `numbers`, whole and in parts. */
function formats(intl: NumberIntl, given: Given, numbers: readonly unknown[]): unknown[] {
  const format = formatter(intl, given);
  return numbers.flatMap((number) => [
    format.format(number as number),
    format.formatToParts(number as number),
  ]);
}

/** Numbers of all magnitudes, the same ones each time. */
function spread(count: number): number[] {
  let seed = 12345;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  return Array.from({ length: count }, () => (next() - 0.5) * 10 ** Math.floor(next() * 40 - 15));
}

Deno.test("numbers are formatted as Deno does", () => {
  sameAnswers(OURS, Intl, NUMBER_OPTIONS, (intl, given) => formats(intl, given, NUMBERS));
});

Deno.test("options resolve as Deno's", () => {
  sameAnswers(
    OURS,
    Intl,
    NUMBER_OPTIONS,
    (intl, given) => Object.entries(formatter(intl, given).resolvedOptions()),
  );
});

Deno.test("numbers round to multiples as Deno's", () => {
  // Beyond the digits of a number, Deno's multiples are inexact.
  const numbers = NUMBERS.filter((number) => !(Math.abs(Number(number)) > 1e16));
  sameAnswers(OURS, Intl, INCREMENT_OPTIONS, (intl, given) => formats(intl, given, numbers));
});

Deno.test("numbers of all magnitudes are formatted as Deno does", () => {
  const numbers = spread(3000);
  const options = combinations({
    notation: ["standard", "compact", "scientific"],
    maximumFractionDigits: [undefined, 0, 2, 9],
    maximumSignificantDigits: [undefined, 1, 4],
  });
  sameAnswers(OURS, Intl, options, (intl, given) => {
    const format = formatter(intl, given);
    return numbers.map((number) => format.format(number));
  });
});

Deno.test("all units are written as Deno does, alone and per another", () => {
  const units = Intl.supportedValuesOf("unit");
  const all = [...units, ...units.flatMap((unit) => units.map((per) => `${unit}-per-${per}`))];
  for (const unitDisplay of ["long", "short", "narrow"]) {
    sameAnswers(OURS, Intl, all, (intl, unit) => {
      const format = formatter(intl, { style: "unit", unit, unitDisplay });
      return [0, 1, -1, 1.5, 2, 1000].map((number) => format.format(number));
    });
  }
});

Deno.test("all currencies have Deno's symbols and digits", () => {
  sameAnswers(
    OURS,
    Intl,
    Intl.supportedValuesOf("currency"),
    (intl, currency) =>
      ["symbol", "narrowSymbol", "code"].map((currencyDisplay) =>
        formatter(intl, { style: "currency", currency, currencyDisplay }).format(-1234.5)
      ),
  );
});

Deno.test("options are refused in Deno's words", () => {
  sameAnswers(OURS, Intl, REFUSED_NUMBER_OPTIONS, (intl, given) => formatter(intl, given));
  sameAnswers(
    OURS,
    Intl,
    [Symbol()],
    (intl, value) => formatter(intl, {}).format(value as unknown as number),
  );
});
