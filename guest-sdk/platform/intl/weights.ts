/**
 * What decides where a text stands among others: its letters, then their accents, then their case.
 *
 * Follows the Unicode root collation for ASCII, punctuation and Latin letters, and code points for the rest. Knows no
 * options but those that change the weights.
 */

/** The weights of a text, level by level. */
export interface Weights {
  letters: number[];
  accents: number[];
  /** Of each letter: whether it is a capital, and whether it is a compatible form of another. */
  cases: number[];
  capitals: number[];
}

const PUNCTUATION =
  "\t\n\v\f\r\u0085\u2028\u2029 ‾_‗-‐‒–—―⁓,;⁏:!¡?¿‽.·⁕⁖⁘⁙⁚⁛⁜⁝⁞'‹›\"«»()[]{}⁅⁆‖§¶⁋@*⁎⁑/\\&⁊#%‰‱†‡•‣‧⁃⁌⁍′‵‸※‿⁔⁀⁐⁁⁂";
const SIGNS = "`´^¯¨¸°©®";
const OPERATORS = "+±÷×<=>¬|¦~⁒⁄";
const CURRENCIES = "¤¢$£¥";
const DIGITS = "0123456789";
const LETTERS = "abcdefghiıjklmnŋopqĸrstŧuvwxyzþ";

/** Groups of letters, one after the other; within one, by table and then by code point. */
const GROUPS = [PUNCTUATION, SIGNS, OPERATORS, CURRENCIES, DIGITS, LETTERS];
const GROUP = 0x200000;
const BEYOND_TABLE = 0x1000;
const AFTER_PUNCTUATION = GROUP;
const NUMBER = GROUPS.indexOf(DIGITS) * GROUP;

const ACCENTS =
  "\u0332\u0313\u0314\u0301\u0300\u0306\u0302\u030c\u030a\u0342\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304\u0336\u0335\u0305\u0309\u030f\u0310\u0311\u031b\u0323\u0324\u0325\u0326\u032d\u032e\u0330\u0331\uf8f0\uf8f1\uf8f2\uf8f3";

/** Letters that Unicode does not take apart, but that sort as others do, with an accent of no other letter's. */
const EXPANSIONS: Record<string, string> = {
  "æ": "a\uf8f0e",
  "œ": "o\uf8f0e",
  "ß": "s\uf8f0s",
  "ð": "d\uf8f0",
  "ſ": "s\uf8f0",
  "ø": "o\u0338",
  "đ": "d\u0335",
  "ħ": "h\u0335",
  "ł": "l\u0335",
  "‘": "'\uf8f0",
  "’": "'\uf8f1",
  "‚": "'\uf8f2",
  "‛": "'\uf8f3",
  "“": '"\uf8f0',
  "”": '"\uf8f1',
  "„": '"\uf8f2',
  "‟": '"\uf8f3',
};

// Ranges stand for Unicode's properties, each of which would be a table of its own in the engine.
const IGNORED =
  /[^\t-\r -~\u0085\u00a0-\u00ac\u00ae-\u200a\u2010-\u2029\u202f-\u205f\u2070-\ufefe\uff00-\u{10ffff}]/u;
const MARK =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\uf8f0-\uf8f3]/;
const OTHER_PUNCTUATION = /[\u2010-\u206f\u3000-\u3003\u3008-\u3020]/;
const ARROW = /[\u2190-\u21ff]/;
const OTHER_SIGN = /[\u2100-\u214f\u2200-\u2bff\u{1f000}-\u{1faff}]/u;
const OTHER_CURRENCY = /[\u20a0-\u20cf]/;

function groupOf(letter: string): number {
  if (OTHER_PUNCTUATION.test(letter)) return GROUPS.indexOf(PUNCTUATION);
  if (ARROW.test(letter)) return GROUPS.indexOf(SIGNS);
  if (OTHER_SIGN.test(letter)) return GROUPS.indexOf(OPERATORS);
  return OTHER_CURRENCY.test(letter) ? GROUPS.indexOf(CURRENCIES) : GROUPS.length;
}

/** The weight of a letter in lower case. */
function letterWeight(letter: string): number {
  const group = GROUPS.findIndex((table) => table.includes(letter));
  if (group >= 0) return group * GROUP + GROUPS[group]!.indexOf(letter);
  return groupOf(letter) * GROUP + BEYOND_TABLE + letter.codePointAt(0)!;
}

const inTable = (letter: string) => GROUPS.some((table) => table.includes(letter));

/** A letter as those that it sorts as, and how far it is from being them: 1 a compatible form, 4 a raised one. */
function expanded(letter: string): readonly [text: string, form: number] {
  const lower = letter.toLowerCase();
  const expansion = EXPANSIONS[lower];
  if (expansion) return [lower === letter ? expansion : expansion.toUpperCase(), 0];
  const compatible = letter.normalize("NFKD");
  if (inTable(letter) || compatible === letter) return [letter, 0];
  return [compatible, /[ª²³¹º™]/.test(letter) ? 4 : 1];
}

/** The weights of `text`; `numeric` weighs numbers by their value, `punctuation` tells whether it counts. */
export function weightsOf(text: string, numeric: boolean, punctuation: boolean): Weights {
  const weights: Weights = { letters: [], accents: [], cases: [], capitals: [] };
  const { letters, accents, cases, capitals } = weights;
  let digits: string | undefined;
  let skipsMarks = false;
  const endNumber = () => {
    if (digits === undefined) return;
    const value = digits.replace(/^0+/, "");
    letters.push(NUMBER, value.length, ...Array.from(value, Number));
    accents.push(0);
    cases.push(0);
    capitals.push(0);
    digits = undefined;
  };
  for (const character of text.normalize("NFD")) {
    if (IGNORED.test(character)) continue;
    const [pieces, form] = expanded(character);
    for (const piece of pieces) {
      if (MARK.test(piece)) {
        if (skipsMarks) continue;
        const accent = ACCENTS.indexOf(piece);
        accents.push(1 + (accent < 0 ? BEYOND_TABLE + piece.codePointAt(0)! : accent));
        cases.push(0);
        continue;
      }
      if (numeric && DIGITS.includes(piece) && /[0-9\uff10-\uff19]/.test(character)) {
        digits = (digits ?? "") + piece;
        continue;
      }
      endNumber();
      const lower = piece.toLowerCase();
      const weight = letterWeight(lower);
      skipsMarks = !punctuation && weight < AFTER_PUNCTUATION;
      if (skipsMarks) continue;
      const capital = lower === piece ? 0 : 1;
      letters.push(weight);
      accents.push(0);
      cases.push(capital * 2 + form);
      capitals.push(capital);
    }
  }
  endNumber();
  return weights;
}

let ascii: readonly number[] | undefined;

/** The weights of ASCII's letters, by their codes. */
export function asciiWeights(): readonly number[] {
  return ascii ??= Array.from(
    { length: 128 },
    (_, code) => letterWeight(String.fromCharCode(code).toLowerCase()),
  );
}
