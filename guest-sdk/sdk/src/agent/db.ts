/**
 * SQL over the telemetry.
 *
 * Knows nothing of tables.
 */

import { attempt, describe, invalidArgument, requireText } from "../errors.ts";
import { type SqlParameter, transport } from "../transport.ts";

/** The answer to a statement. */
export interface QueryResult {
  /**
   * One object a row, with a value for each column: a BIGINT is a number where that is exact, else a bigint; a
   * timestamp is a text in ISO 8601 with `Z`; NULL is null.
   */
  rows: Record<string, unknown>[];
  /** How many rows there are. */
  count: number;
  /** Whether there were more rows than a run may take. */
  truncated: boolean;
}

function checkParameters(parameters: readonly SqlParameter[]): SqlParameter[] {
  if (!Array.isArray(parameters)) {
    throw invalidArgument(`parameters must be an array, not ${describe(parameters)}`);
  }
  parameters.forEach((value, index) => {
    const isBindable = value === null ||
      ["boolean", "number", "bigint", "string"].includes(typeof value);
    if (isBindable) return;
    throw invalidArgument(
      `parameter ${index + 1} must be null, a boolean, a number, a bigint or a text, not ` +
        describe(value),
    );
  });
  return parameters.map((value) => typeof value === "string" ? value.toWellFormed() : value);
}

/**
 * Runs one SELECT statement.
 *
 * @param sql the statement; it may only read
 * @param parameters a value for each `?` in it, in order: they are bound, never pasted into the text
 * @throws {CoralError} `query-failed` if the database refuses the statement; `invalid-argument`, `budget-exceeded`,
 * `timed-out`, `denied`, `unavailable`
 *
 * @example
 * ```ts
 * const { rows } = await coral.db.query(
 *   "SELECT trace_id FROM otel_spans_local WHERE service_name = ?",
 *   ["payments"],
 * );
 * ```
 */
export function query(sql: string, parameters: readonly SqlParameter[] = []): Promise<QueryResult> {
  return attempt("Query failed: ", query, async () => {
    const text = requireText(sql, "the SQL text");
    const { rows, count, truncated } = await transport().query(text, checkParameters(parameters));
    return { rows, count, truncated };
  });
}
