/** `Intl.PluralRules`, `Intl.ListFormat` and `Intl.RelativeTimeFormat`, beside Deno's own. */

import { Intl as ours } from "../intl/intl.ts";
import { sameAnswers } from "./comparison.ts";
import { combinations } from "./intl_number_values.ts";

const OURS = ours as unknown as typeof Intl;

const NUMBERS = [0, -0, 0.5, 0.9999, 1, 1.5, 2, 3, 4, 10, 11, 12, 13, 20, 21, 22, 23, 101, 111, 112]
  .concat(1000, 1e6, 1e21, -1, -2, -11, -1234.5678);

Deno.test("plurals are Deno's", () => {
  const options = combinations({
    type: ["cardinal", "ordinal"],
    minimumFractionDigits: [undefined, 1],
    minimumIntegerDigits: [undefined, 3],
    maximumSignificantDigits: [undefined, 2],
  });
  sameAnswers(OURS, Intl, options, (intl, given) => {
    const rules = new intl.PluralRules("en-US", given);
    return [
      Object.entries(rules.resolvedOptions()),
      ...[...NUMBERS, NaN, Infinity].map((number) => rules.select(number)),
      ...[[1, 2], [0, 1]].map((limits) =>
        Reflect.apply(Reflect.get(rules, "selectRange"), rules, limits)
      ),
    ];
  });
  const refused = [{ type: "x" }, { notation: "x" }, { minimumIntegerDigits: 0 }, null];
  sameAnswers(
    OURS,
    Intl,
    refused,
    (intl, given) => new intl.PluralRules("en-US", given as Intl.PluralRulesOptions),
  );
});

Deno.test("lists are Deno's", () => {
  const options = combinations({
    type: ["conjunction", "disjunction", "unit"],
    style: ["long", "short", "narrow"],
  });
  sameAnswers(OURS, Intl, options, (intl, given) => {
    const list = new intl.ListFormat("en-US", given);
    return [
      Object.entries(list.resolvedOptions()),
      ...["", "a", "ab", "abc", "abcd"].flatMap((
        letters,
      ) => [list.format(letters), list.formatToParts([...letters])]),
    ];
  });
  sameAnswers(
    OURS,
    Intl,
    [{ type: "x" }, { style: "x" }, null, 5],
    (intl, given) => new intl.ListFormat("en-US", given as Intl.ListFormatOptions),
  );
  sameAnswers(
    OURS,
    Intl,
    [[1], ["a", null], [{}], undefined],
    (intl, list) => new intl.ListFormat("en-US").format(list as string[]),
  );
});

Deno.test("times ago and to come are Deno's", () => {
  const options = combinations({
    style: ["long", "short", "narrow"],
    numeric: ["always", "auto"],
  });
  const units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
    .flatMap((unit) => [unit, `${unit}s`]) as Intl.RelativeTimeFormatUnit[];
  sameAnswers(OURS, Intl, options, (intl, given) => {
    const format = new intl.RelativeTimeFormat("en-US", given);
    return [
      Object.entries(format.resolvedOptions()),
      ...units.flatMap((unit) =>
        NUMBERS.flatMap((number) => [
          format.format(number, unit),
          format.formatToParts(number, unit),
        ])
      ),
    ];
  });
  const refused = [[NaN, "day"], [Infinity, "day"], [1, "x"], [1, "dayss"], ["x", "day"]] as const;
  sameAnswers(OURS, Intl, refused, (intl, [number, unit]) => {
    const format = new intl.RelativeTimeFormat("en-US");
    return format.format(number as number, unit as Intl.RelativeTimeFormatUnit);
  });
});
