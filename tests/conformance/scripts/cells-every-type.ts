/**
 * Every type of DuckDB's at its extremes and as NULL: by itself, and in a list, an array, a struct, a map and a union.
 */

import * as coral from "jsr:@coral/sdk";

const VALUES: Record<string, string[]> = {
  BOOLEAN: ["true", "false"],
  TINYINT: ["-128", "127"],
  SMALLINT: ["-32768", "32767"],
  INTEGER: ["-2147483648", "2147483647"],
  BIGINT: [
    ...["0", "9007199254740991", "-9007199254740991", "9007199254740992", "-9007199254740993"],
    ...["9223372036854775807", "-9223372036854775808"],
  ],
  UTINYINT: ["255"],
  USMALLINT: ["65535"],
  UINTEGER: ["4294967295"],
  UBIGINT: ["1", "9223372036854775807", "9223372036854775808", "18446744073709551615"],
  HUGEINT: [
    ...["-1", "9223372036854775808", "-9223372036854775809", "18446744073709551616"],
    ...["170141183460469231731687303715884105727", "-170141183460469231731687303715884105728"],
  ],
  UHUGEINT: [
    ...["7", "170141183460469231731687303715884105728"],
    "340282366920938463463374607431768211455",
  ],
  FLOAT: ["0.1", "3.4028235e38", "1e-45", "nan", "inf", "-inf", "-0"],
  DOUBLE: [
    ...["0.1", "3", "-0", "1e15", "1e16", "9007199254740993", "1e21", "12345678901234567890"],
    ...["1.7976931348623157e308", "5e-324", "nan", "inf", "-inf"],
  ],
  "DECIMAL(4, 1)": ["0.1", "-999.9"],
  "DECIMAL(18, 0)": ["7", "900719925474099300"],
  "DECIMAL(38, 0)": ["9007199254740993", "-99999999999999999999999999999999999999"],
  "DECIMAL(38, 10)": ["1234567890123456789012345678.0123456789"],
  VARCHAR: ["", "NaN", "Infinity", "-Infinity", "\\u004eaN", "9007199254740993", '\u2028"\\\t😀'],
  DATE: ["2024-02-29", "0044-03-15 (BC)", "infinity"],
  TIME: ["00:00:00", "23:59:59.999999", "24:00:00"],
  TIMESTAMP: ["1970-01-01 00:00:00", "2024-02-29 12:34:56.789012", "infinity", "-infinity"],
  TIMESTAMP_S: ["2024-02-29 12:34:56"],
  TIMESTAMP_MS: ["2024-02-29 12:34:56.789"],
  TIMESTAMP_NS: ["2024-02-29 12:34:56.123456789"],
  TIMESTAMPTZ: ["2024-02-29 12:34:56+02"],
  INTERVAL: ["1 year 2 months 3 days 04:05:06.5", "-1 second"],
  UUID: ["c8f02d5e-3c0b-4d0a-9c54-0d4c1f6f7f60"],
  BLOB: ["\\xFF\\xFB\\x00", ""],
  "ENUM('info', 'NaN')": ["info", "NaN"],
  JSON: ["9007199254740993", '{"n": [9007199254740993, "NaN", null]}', "null"],
};

function show(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value).map(([name, member]) => `${name}: ${show(member)}`).join()}}`;
  }
  return `${typeof value} ${Object.is(value, -0) ? "-0" : JSON.stringify(String(value))}`;
}

for (const [type, values] of Object.entries(VALUES)) {
  for (const [index, text] of [...values, null].entries()) {
    const { rows } = await coral.db.query(
      `SELECT x, [x, NULL] AS list, [x, x]::${type}[2] AS array, {'a': {'b': x}} AS struct,
        MAP {'k': x} AS map, union_value(u := x) AS union, [[{'c': MAP {'k': [x]}}]] AS deep
      FROM (SELECT ?::${type} AS x)`,
      [text],
    );
    for (const [name, value] of Object.entries(rows[0])) {
      console.log(type, index, name, show(value));
    }
  }
}
