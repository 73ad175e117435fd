/**
 * Whole numbers: a number where that is exact, else a bigint.
 */

import * as coral from "jsr:@coral/sdk";

const { rows } = await coral.db.query(`
  SELECT 127::TINYINT AS tiny, (-32768)::SMALLINT AS small, 2147483647::INTEGER AS int,
    255::UTINYINT AS utiny, 65535::USMALLINT AS usmall, 4294967295::UINTEGER AS uint,
    9007199254740991 AS safe, 9007199254740992 AS first_unsafe, -9007199254740991 AS negative_safe,
    9223372036854775807 AS largest, (-9223372036854775808)::BIGINT AS smallest,
    count(*) AS count, sum(42) AS sum_is_hugeint, 0::BIGINT AS zero,
    5::UBIGINT AS ubig, 18446744073709551615::UBIGINT AS largest_ubig
`);
for (const [name, value] of Object.entries(rows[0])) console.log(name, typeof value, value);

const mixed = await coral.db.query(
  "SELECT unnest([1, 9007199254740993, NULL, -9007199254740993]) AS n",
);
console.log(mixed.rows.map(({ n }) => n));
