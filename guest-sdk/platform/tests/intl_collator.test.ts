/** `Intl.Collator`, beside Deno's own: every pair of many texts. */

import { Intl as ours } from "../intl/intl.ts";
import { sameAnswers } from "./comparison.ts";
import type { Given } from "./intl_number_values.ts";

type CollatorIntl = Pick<typeof Intl, "Collator">;

const OURS = ours as unknown as CollatorIntl;

function characters(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, at) => String.fromCharCode(first + at));
}

const WORDS =
  ("a A b B z Z aa aA Aa AA ab Ab aB AB résumé Résumé resume Resume RESUME résume resumé co-op coop co co_op naïve " +
    "naive Naïve ångström angstrom zebra Zürich zurich Zurich straße strasse Straße STRASSE encyclopædia " +
    "encyclopaedia Ærø œuvre oeuvre łódź lodz ñandú nandu señor senor Señor übermut uber über façade facade item1 " +
    "item2 item10 item01 Item1 item-1 item_1 item.1 1 2 10 01 1.5 1.10 v1.2.3 v1.10.0 /api/users /api/user " +
    "/api/users/1 GET POST get post $1 €1 £1 #1 @a a@b \"quoted\" 'quoted' (a) [a] {a} a,b a;b a:b a!b a?b — – - + " +
    "= < > | ~ ^ ` ´ … ... .. “x” ‘x’ ’x x\ty x\u200by α β Α б Б ё я א 中 国 あ 가 😀 → ✓ ™ ª ² ﬁ ﬁx Ａ ａ １ ½ đ ð þ " +
    "ħ ı ŋ ø Ø o ö ő ô ỗ e\u0301 é e\u0301\u0323 -\u0301a").split(" ");

const TEXTS = [
  ...["", " ", "\n", "\t", "\u00a0", "a b", "a  b", "b a"],
  ...WORDS,
  ...characters(0x20, 0x7e),
  ...characters(0x41, 0x7a).map((letter) => `a${letter}b`),
];

/** Each letter of Latin-1 and Latin Extended-A, but for those that ICU takes apart in a way of its own. */
const LETTERS = characters(0xa0, 0x17f).filter((letter) => !/[ĿŀŉŁł]/.test(letter));

const OPTIONS: readonly Given[] = [
  {},
  { sensitivity: "base" },
  { sensitivity: "accent" },
  { sensitivity: "case" },
  { numeric: true },
  { numeric: true, sensitivity: "base" },
  { caseFirst: "upper" },
  { caseFirst: "lower" },
  { caseFirst: "upper", sensitivity: "case" },
  { ignorePunctuation: true },
];

function collator(intl: CollatorIntl, given: Given): Intl.Collator {
  return new intl.Collator("en-US", given as Intl.CollatorOptions);
}

/** Of each text, those that stand before it and those that are the same. */
function places(intl: CollatorIntl, given: Given, texts: readonly string[]): string[] {
  const { compare } = collator(intl, given);
  return texts.map((text) => texts.map((other) => "<=>"[compare(text, other) + 1]!).join(""));
}

for (const given of OPTIONS) {
  Deno.test(`texts are compared as Deno does, with ${JSON.stringify(given)}`, () => {
    sameAnswers(OURS, Intl, [given], (intl) => places(intl, given, TEXTS));
    sameAnswers(OURS, Intl, [given], (intl) => places(intl, given, LETTERS));
    sameAnswers(
      OURS,
      Intl,
      [given],
      (intl) => Object.entries(collator(intl, given).resolvedOptions()),
    );
  });
}

Deno.test("options are refused in Deno's words", () => {
  const options = [{ sensitivity: "x" }, { usage: "x" }, { caseFirst: "x" }];
  sameAnswers(OURS, Intl, options, collator);
});
