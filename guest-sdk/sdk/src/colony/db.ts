/**
 * SQL over the telemetry, with every cell as a text.
 *
 * Knows nothing of tables.
 */

import { attempt, describe, invalidArgument, requireText } from "../errors.ts";
import { transport } from "../transport.ts";
import type { ClientConfig } from "./config.ts";

/** The answer to a statement. */
export interface QueryResult {
  /** The names of the columns, in their order. */
  columns: string[];
  /**
   * One object a row, with a text for each column, or null for NULL: whole numbers with all their digits; `NaN`,
   * `Infinity`; `true` and `false`; timestamps in ISO 8601 with `Z`; lists, structs and maps as JSON.
   */
  rows: Record<string, string | null>[];
  /** How many rows there are. */
  rowCount: number;
  /** Whether there were more rows than were asked for, or than a run may take. */
  truncated: boolean;
}

/** The most rows that are given, if a script does not say. */
const DEFAULT_ROWS = 1_000;

/** The contract counts rows in 32 bits. */
const MOST_ROWS = 2 ** 32 - 1;

/** What JSON has no number for, as a text: bigints, NaN and the infinities. */
function writable(_key: string, value: unknown): unknown {
  const isWritable = typeof value === "number" ? Number.isFinite(value) : typeof value !== "bigint";
  return isWritable ? value : String(value);
}

function toText(cell: unknown): string | null {
  if (cell === null) return null;
  return typeof cell === "object" ? JSON.stringify(cell, writable) : String(cell);
}

function toTexts(row: Record<string, unknown>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, toText(cell)]));
}

/**
 * Runs one SELECT statement.
 *
 * Values cannot be bound to it. Where a part of it comes from outside, use `db.query` of `jsr:@coral/sdk`, which binds.
 *
 * @param sql the statement; it may only read
 * @param maxRows at most so many rows; 0 is the default
 * @throws {CoralError} `query-failed` if the database refuses the statement; `invalid-argument`, `budget-exceeded`,
 * `timed-out`, `denied`, `unavailable`
 */
export function query(
  sql: string,
  maxRows: number = DEFAULT_ROWS,
  _config?: ClientConfig,
): Promise<QueryResult> {
  return attempt("Query failed: ", query, async () => {
    const text = requireText(sql, "the SQL text");
    if (!Number.isInteger(maxRows) || maxRows < 0) {
      throw invalidArgument(
        `the number of rows must be a whole number from 0 on, not ${describe(maxRows)}`,
      );
    }
    const limit = Math.min(maxRows || DEFAULT_ROWS, MOST_ROWS);
    const { columns, rows, count, truncated } = await transport().query(text, [], limit);
    return { columns, rows: rows.map(toTexts), rowCount: count, truncated };
  });
}
