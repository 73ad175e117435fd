/**
 * `Intl.Collator`, and comparing texts as people sort them.
 *
 * Knows nothing of what a character weighs.
 */

import { answeringLocale } from "./locale.ts";
import { Options } from "./option.ts";
import { defineService } from "./service.ts";
import { asciiWeights, type Weights, weightsOf } from "./weights.ts";

/** The options as they apply. */
interface CollatorOptions {
  locale: string;
  usage: "sort" | "search";
  sensitivity: "base" | "accent" | "case" | "variant";
  ignorePunctuation: boolean;
  numeric: boolean;
  caseFirst: "upper" | "lower" | "false";
}

const CASE_FIRST = ["upper", "lower", "false"] as const;

function readOptions(locales: unknown, given: unknown, caller: string): CollatorOptions {
  const { locale, keywords } = answeringLocale<"kn" | "kf">(locales, {
    kn: ["true", "false"],
    kf: CASE_FIRST,
  });
  const options = new Options(caller, given);
  const usage = options.choice("usage", ["sort", "search"], "sort");
  options.skipMatcher();
  const numeric = options.flag("numeric", keywords.kn === "true");
  const asked = keywords.kf as CollatorOptions["caseFirst"] | undefined;
  const caseFirst = options.choice("caseFirst", CASE_FIRST, asked ?? "false");
  const sensitivity = options.choice(
    "sensitivity",
    ["base", "accent", "case", "variant"],
    "variant",
  );
  const ignorePunctuation = options.flag("ignorePunctuation", false);
  return { locale, usage, sensitivity, ignorePunctuation, numeric, caseFirst };
}

/** Which of two lists of weights comes first. */
function order(left: readonly number[], right: readonly number[]): number {
  const shorter = Math.min(left.length, right.length);
  for (let index = 0; index < shorter; index++) {
    const difference = left[index]! - right[index]!;
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(left.length - right.length);
}

/** Two texts of visible ASCII, of which no weight is made. */
function compareAscii(options: CollatorOptions, left: string, right: string): number {
  const weights = asciiWeights();
  const shorter = Math.min(left.length, right.length);
  let variant = 0;
  for (let index = 0; index < shorter; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    const difference = weights[a]! - weights[b]!;
    if (difference !== 0) return Math.sign(difference);
    // The same letter: the capital has the lower code.
    if (variant === 0) variant = Math.sign(b - a);
  }
  if (left.length !== right.length) return Math.sign(left.length - right.length);
  if (options.sensitivity === "base" || options.sensitivity === "accent" || variant === 0) return 0;
  return options.caseFirst === "upper" ? -variant : variant;
}

/** The case's weights where `caseFirst` says that it counts more than anything else about a letter's form. */
function casesOf(options: CollatorOptions, { cases }: Weights): readonly number[] {
  if (options.caseFirst === "false") return cases;
  const last = options.caseFirst === "upper" ? 0 : 2;
  return cases.map((form) => (form & 2) === last ? form + 10 : form);
}

function compare(options: CollatorOptions, left: string, right: string): number {
  if (left === right) return 0;
  const { numeric, ignorePunctuation, sensitivity } = options;
  const ascii = /^[\t-\r -~]*$/;
  if (!numeric && !ignorePunctuation && ascii.test(left) && ascii.test(right)) {
    return compareAscii(options, left, right);
  }
  const a = weightsOf(left, numeric, !ignorePunctuation);
  const b = weightsOf(right, numeric, !ignorePunctuation);
  const byLetters = order(a.letters, b.letters);
  if (byLetters !== 0 || sensitivity === "base") return byLetters;
  if (sensitivity === "case") {
    const byCapitals = order(a.capitals, b.capitals);
    return options.caseFirst === "upper" ? -byCapitals || 0 : byCapitals;
  }
  const byAccents = order(a.accents, b.accents);
  if (byAccents !== 0 || sensitivity === "accent") return byAccents;
  return order(casesOf(options, a), casesOf(options, b));
}

export const Collator = defineService<CollatorOptions>({
  name: "Collator",
  callable: true,
  resolve: readOptions,
  resolved: ({ locale, usage, sensitivity, ignorePunctuation, numeric, caseFirst }) => ({
    locale,
    usage,
    sensitivity,
    ignorePunctuation,
    collation: "default",
    numeric,
    caseFirst,
  }),
  methods: {},
  bound: [
    "compare",
    2,
    (options) => (left: unknown, right: unknown) => compare(options, String(left), String(right)),
  ],
});

const PLAIN = readOptions(undefined, undefined, "");

/** `left.localeCompare(right, locales, options)`. */
export function localeCompare(
  left: string,
  right: string,
  locales: unknown,
  given: unknown,
  caller: string,
): number {
  const plain = locales === undefined && given === undefined;
  return compare(plain ? PLAIN : readOptions(locales, given, caller), left, right);
}
