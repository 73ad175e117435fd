/**
 * Puts the formatted parts of one object together: on one line, on many, or in columns.
 *
 * Knows nothing of values: it sees text, and whether a column of it holds numbers.
 */

import type { Settings } from "./options.ts";
import { displayWidth } from "./width.ts";

/** What stands around an object's entries. */
export interface Frame {
  /** Text of its own before the brackets, such as `[Function: run]`; empty for none. */
  base: string;
  open: string;
  close: string;
}

/** Up to this many levels of nested objects share a line. */
const LEVELS_ON_A_LINE = 3;
/** Lists longer than this are put in columns. */
export const LONGEST_PLAIN_LIST = 6;
const MOST_COLUMNS = LEVELS_ON_A_LINE * 4;
/** A character is about this many times as high as it is wide. */
const CHARACTER_HEIGHT = 2.5;
const SEPARATOR = ", ";

/**
 * The entries of a long list, several to a line, each column as wide as its widest; the entries themselves where
 * they are too long or too different in length for columns.
 */
export function inColumns(
  entries: string[],
  rightAligned: boolean,
  indentation: number,
  { breakLength, iterableLimit }: Settings,
): string[] {
  // What follows the items that were cut off keeps a line of its own.
  const count = entries.length > iterableLimit ? entries.length - 1 : entries.length;
  const widths = entries.slice(0, count).map(displayWidth);
  const total = widths.reduce((sum, width) => sum + width + SEPARATOR.length, 0);
  const widest = Math.max(...widths);
  const cell = widest + SEPARATOR.length;
  const worthIt = total / cell > 5 || widest <= 6;
  if (cell * 3 + indentation >= breakLength || !worthIt) return entries;

  // Aims at a block that looks square; cells count for less where a few long entries stretch them.
  const typicalCell = Math.max(cell - 3 - Math.sqrt(cell - total / entries.length), 1);
  const columns = Math.min(
    Math.round(Math.sqrt(CHARACTER_HEIGHT * typicalCell * count) / typicalCell),
    Math.floor((breakLength - indentation) / cell),
    MOST_COLUMNS,
  );
  if (columns <= 1) return entries;

  const columnWidths = Array.from({ length: columns }, (_, column) => {
    let width = 0;
    for (let index = column; index < count; index += columns) {
      width = Math.max(width, widths[index]);
    }
    return width;
  });
  const lines: string[] = [];
  for (let start = 0; start < count; start += columns) {
    let line = "";
    const end = Math.min(start + columns, count);
    for (let index = start; index < end; index += 1) {
      const padding = " ".repeat(columnWidths[index - start] - widths[index]);
      const isLast = index === end - 1;
      if (rightAligned) line += padding + entries[index] + (isLast ? "" : SEPARATOR);
      else line += entries[index] + (isLast ? "" : SEPARATOR + padding);
    }
    lines.push(line);
  }
  return lines.concat(entries.slice(count));
}

function fitsOnALine(
  entries: string[],
  { base, open }: Frame,
  indentation: number,
  breakLength: number,
): boolean {
  if (base.includes("\n")) return false;
  // The brackets, a key before them and a comma after them take room too: ten columns, as a guess.
  let length = 2 * entries.length + indentation + open.length + base.length + 10;
  for (const entry of entries) {
    if (entry.includes("\n")) return false;
    length += entry.length;
    if (length > breakLength) return false;
  }
  return length <= breakLength;
}

/** The text of an object with these entries; `levels` is how many levels of objects its entries open. */
export function enclose(
  entries: string[],
  frame: Frame,
  levels: number,
  inOneColumn: boolean,
  indentation: number,
  { compact, breakLength, trailingComma }: Settings,
): string {
  const start = frame.base ? `${frame.base} ${frame.open}` : frame.open;
  const mayShareALine = compact && inOneColumn && levels < LEVELS_ON_A_LINE;
  if (mayShareALine && fitsOnALine(entries, frame, indentation, breakLength)) {
    return `${start} ${entries.join(SEPARATOR)} ${frame.close}`;
  }
  const newLine = `\n${" ".repeat(indentation)}`;
  const end = trailingComma ? "," : "";
  return `${start}${newLine}  ${entries.join(`,${newLine}  `)}${end}${newLine}${frame.close}`;
}
