/**
 * A DOUBLE may be minus zero.
 */

import * as coral from "jsr:@coral/sdk";

const { rows } = await coral.db.query("SELECT '-0'::DOUBLE AS zero");
console.log(rows[0].zero, Object.is(rows[0].zero, -0));
