/**
 * `Intl.NumberFormat`, and the locale methods of numbers and bigints.
 *
 * Knows neither how options are read nor how numbers are written.
 */

import { quantityOf } from "./decimal.ts";
import { type NumberOptions, readNumberOptions, resolvedNumberOptions } from "./number_options.ts";
import { numberParts } from "./number_parts.ts";
import { defineService, textOf } from "./service.ts";

function format(options: NumberOptions, value: unknown): string {
  return textOf(numberParts(options, quantityOf(value)));
}

export const NumberFormat = defineService<NumberOptions>({
  name: "NumberFormat",
  callable: true,
  resolve: readNumberOptions,
  resolved: resolvedNumberOptions,
  methods: {
    formatToParts: [1, (options, value: unknown) => numberParts(options, quantityOf(value))],
  },
  bound: ["format", 1, (options) => (value: unknown) => format(options, value)],
});

const PLAIN = readNumberOptions(undefined, undefined, "");

/** `value.toLocaleString(locales, options)`, of a number or a bigint. */
export function numberToLocaleString(
  value: number | bigint,
  locales: unknown,
  options: unknown,
  caller: string,
): string {
  const plain = locales === undefined && options === undefined;
  return format(plain ? PLAIN : readNumberOptions(locales, options, caller), value);
}
