/**
 * Points in time as texts in ISO 8601, which `new Date` reads; days, times of day and intervals as texts.
 */

import * as coral from "jsr:@coral/sdk";

const { rows } = await coral.db.query(`
  SELECT TIMESTAMP '2024-02-29 12:34:56' AS whole, TIMESTAMP '2024-02-29 12:34:56.789' AS millis,
    TIMESTAMP '2024-02-29 12:34:56.789012' AS micros, TIMESTAMP '1969-12-31 23:59:59.5' AS before,
    TIMESTAMP '1600-01-01' AS old, TIMESTAMP '9999-12-31 23:59:59.999999' AS far,
    TIMESTAMPTZ '2024-02-29 12:34:56+02' AS zoned, TIMESTAMPTZ '2024-02-29 00:00:00.25-05:30' AS half,
    TIMESTAMP_S '2024-02-29 12:34:56' AS seconds, TIMESTAMP_MS '2024-02-29 12:34:56.7' AS ms,
    TIMESTAMP_NS '2024-02-29 12:34:56.123456789' AS nanos,
    DATE '2024-02-29' AS day, DATE '0044-03-15' AS ides, TIME '12:34:56' AS time,
    TIME '12:34:56.7' AS tenths,
    INTERVAL '90 minutes' AS minutes, INTERVAL '1 year 2 months 3 days' AS span,
    INTERVAL '-5 seconds' AS back, 'infinity'::TIMESTAMP AS never
`);
for (const [name, value] of Object.entries(rows[0])) console.log(name, typeof value, value);
console.log(new Date(String(rows[0].millis)).getTime(), new Date(String(rows[0].zoned)).getTime());
