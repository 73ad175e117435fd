/**
 * Numbers of types that have a fraction: always numbers.
 */

import * as coral from "jsr:@coral/sdk";

const { rows } = await coral.db.query(`
  SELECT 1.5::DOUBLE AS one_and_a_half, 3::DOUBLE AS three, 0.1::DOUBLE + 0.2::DOUBLE AS sum,
    1e300::DOUBLE AS large, 5e-324::DOUBLE AS least,
    9007199254740993::DOUBLE AS rounded, 0.1::FLOAT AS single,
    'NaN'::DOUBLE AS nan, 'Infinity'::DOUBLE AS inf, '-Infinity'::DOUBLE AS minus_inf,
    'NaN'::FLOAT AS single_nan,
    1.25::DECIMAL(10, 2) AS money, -0.001::DECIMAL(4, 3) AS small_decimal,
    12345678901234567890.12345::DECIMAL(38, 5) AS wide_decimal, 7::DECIMAL(5, 0) AS whole_decimal,
    avg(x) AS average
  FROM range(4) t(x)
`);
for (const [name, value] of Object.entries(rows[0])) {
  console.log(name, typeof value, value);
}
