/**
 * The rows of an answer over HTTP: numbers that JSON has no number for, put in the place of what stands for them.
 *
 * Knows no question. What is written how is told in docs/http.md.
 */

type Row = Record<string, unknown>;
type Column = { name: string; type: string };

/** Kept, as a script may put another in its place. */
const toBigInt = BigInt;

/** What a cell that arrived as a text stands for, by the type of its column. */
const NUMBERS: Readonly<Record<string, (text: string) => unknown>> = {
  // Beyond ±(2^53 - 1).
  int64: toBigInt,
  // NaN and the infinities.
  double: Number,
};

/** What NaN and the infinities are written as in JSON cells: no text begins with such an escape. */
const NOT_FINITE: Readonly<Record<string, number>> = {
  [String.raw`"\u004eaN"`]: NaN,
  [String.raw`"\u0049nfinity"`]: Infinity,
  [String.raw`"\u002dInfinity"`]: -Infinity,
};

/** What JSON cells hold that `JSON.parse` alone would not restore, or a text that looks like it. */
const RESTORABLE = /[[:,]-?\d{16}|"\\u00(?:4ea|49n|2dI)/;

/** An answer as it was read, and its text, with numbers and bigints wherever its columns have them. */
export function restoreNumbers<Answer extends object>(answer: Answer, text: string): Answer {
  const { columns } = answer as { columns?: unknown };
  if (!Array.isArray(columns)) return answer;
  // Reading it with a function takes several times as long.
  const isRead = !columns.some(isJson) || !RESTORABLE.test(text);
  const restored = isRead ? answer : JSON.parse(text, exact);
  if (Array.isArray(restored.rows)) restoreColumns(restored.rows, columns);
  return restored;
}

const isJson = (column: Column) => column.type === "json";

/** What a value stands for, by the text that it was read from. */
function exact(_name: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source ?? "";
  if (typeof value === "string") return NOT_FINITE[source] ?? value;
  const isWide = typeof value === "number" && !Number.isSafeInteger(value);
  return isWide && /^-?\d+$/.test(source) ? toBigInt(source) : value;
}

/** Puts numbers in the place of texts, in all columns of numbers. */
function restoreColumns(rows: Row[], columns: Column[]): void {
  // Of two columns with one name, the last counts.
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  for (const [name, type] of types) {
    const restore = NUMBERS[type];
    if (!restore) continue;
    for (const row of rows) {
      const cell = row[name];
      // What is a text is the row's own, even under the name `__proto__`, so that the assignment is to it.
      if (typeof cell === "string") row[name] = restore(cell);
    }
  }
}
