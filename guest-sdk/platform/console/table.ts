/**
 * Draws the table of `console.table`.
 *
 * Knows nothing of where the text goes.
 */

import type { Inspect } from "../inspect/inspector.ts";
import { isMap, isSet, isTypedArray } from "../inspect/kind.ts";
import { displayWidth } from "../inspect/width.ts";

/** A row: its index, and the text of its cell in each column that it has. */
interface Row {
  index: string;
  cells: Record<string, string>;
}

const INDEX = "(idx)";
const ITERATION_INDEX = "(iter idx)";
const KEY = "Key";
const VALUE = "Values";

/** The values of what has no indexes of its own; undefined for what has. */
function valuesOf(data: object): unknown[] | undefined {
  if (isMap(data)) return [...data.entries()];
  if (isSet(data)) return [...data.values()];
  return /(?:Iterator|Generator)\]$/.test(Object.prototype.toString.call(data))
    ? [...data as Iterable<unknown>]
    : undefined;
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

function line(cells: string[], left: string, middle: string, right: string): string {
  return left + cells.join(middle) + right;
}

/** Draws columns of cells, each under its header; a column of whole numbers is aligned to the right. */
function draw(headers: string[], columns: string[][]): string {
  const widths = headers.map((header, column) =>
    Math.max(...[header, ...columns[column]].map(displayWidth)) + 2
  );
  const areNumbers = columns.map((cells) => cells.every((cell) => Number.isInteger(Number(cell))));
  const cell = (text: string, column: number, toTheRight: boolean) => {
    const padding = " ".repeat(widths[column] - displayWidth(text) - 2);
    return toTheRight ? ` ${padding}${text} ` : ` ${text}${padding} `;
  };
  const rules = widths.map((width) => "─".repeat(width));
  const header = headers.map((text, column) => cell(text, column, false));
  const rows = columns[0].map((_, row) => {
    const cells = columns.map((texts, column) => cell(texts[row], column, areNumbers[column]));
    return line(cells, "│", "│", "│");
  });
  return [
    line(rules, "┌", "┬", "┐"),
    line(header, "│", "│", "│"),
    line(rules, "├", "┼", "┤"),
    ...rows,
    line(rules, "└", "┴", "┘"),
  ].join("\n");
}

/** The table of `data`, whose columns are `properties` where they are given and what the rows have otherwise. */
export function formatTable(
  data: object,
  properties: readonly string[] | undefined,
  inspect: Inspect,
): string {
  const text = (value: unknown) =>
    inspect(value, { depth: 1, breakLength: Infinity, compact: true });
  const rows: Row[] = [];
  const found: Record<string, true> = {};
  const values: string[] = [];
  const keys: string[] = [];
  let hasValues = false;

  const items = valuesOf(data);
  for (const [index, value] of Object.entries(items ?? data)) {
    const cells: Row["cells"] = {};
    let single = "";
    if (isMap(data)) {
      const [key, item] = value as [unknown, unknown];
      keys.push(text(key));
      single = text(item);
      hasValues = true;
    } else if (isPrimitive(value)) {
      single = text(value);
      hasValues = true;
    } else {
      const row = value as Record<string, unknown>;
      for (const name of properties ?? Object.keys(row)) {
        if (Object.hasOwn(row, name)) cells[name] = text(row[name]);
        found[name] = true;
      }
    }
    rows.push({ index, cells });
    values.push(single);
  }

  const names = properties ?? Object.keys(found);
  const headers = [items || isTypedArray(data) ? ITERATION_INDEX : INDEX];
  const columns = [rows.map((row) => row.index)];
  if (keys.length > 0 && !properties) {
    headers.push(KEY);
    columns.push(keys);
  }
  for (const name of names) {
    headers.push(String(name));
    columns.push(rows.map((row) => row.cells[name] ?? ""));
  }
  if (hasValues && !properties) {
    headers.push(VALUE);
    columns.push(values);
  }
  return draw(headers, columns);
}
