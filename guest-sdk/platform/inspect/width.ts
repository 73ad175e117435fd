/**
 * How many columns a terminal needs for a text.
 *
 * Knows nothing of values or layout.
 */

const ONLY_ASCII = /^[\x20-\x7e]*$/;

/** Ranges of code points that take no column: controls, combining marks, variation selectors. */
const NO_COLUMN: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x300, 0x36f],
  [0x200b, 0x200f],
  [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xe0100, 0xe01ef],
];

/** Ranges of code points that take two columns: East Asian wide forms, and the emoji that Deno counts among them. */
const TWO_COLUMNS: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3040, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1b000, 0x1b001],
  [0x1f200, 0x1f251],
  [0x1f300, 0x1f64f],
  [0x20000, 0x3fffd],
];

function within(ranges: typeof TWO_COLUMNS, codePoint: number): boolean {
  return ranges.some(([first, last]) => first <= codePoint && codePoint <= last);
}

/** The width of `text` in columns. */
export function displayWidth(text: string): number {
  if (ONLY_ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    if (within(TWO_COLUMNS, codePoint)) width += 2;
    else if (!within(NO_COLUMN, codePoint)) width += 1;
  }
  return width;
}
