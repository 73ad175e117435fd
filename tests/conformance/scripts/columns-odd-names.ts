/**
 * Columns may have any name: all arrive as properties of the row itself.
 */

import * as coral from "jsr:@coral/sdk";

const ODD = `
  SELECT 1 AS "__proto__", 2 AS "constructor", 3 AS "toString", 4 AS "ü 😀", 5 AS "with space",
    6 AS "quote""d", 7 AS "hasOwnProperty"`;
const { rows: [odd] } = await coral.db.query(ODD);
console.log(Object.keys(odd), Object.values(odd));
console.log(Object.getOwnPropertyDescriptor(odd, "__proto__"));
console.log(JSON.stringify(odd));

const { rows: [trap] } = await coral.db.query(`SELECT {'polluted': 1} AS "__proto__"`);
console.log(trap.polluted, ({} as Record<string, unknown>).polluted);
const { rows: [inner] } = await coral.db.query(`SELECT {'__proto__': {'polluted': 1}} AS s`);
console.log((inner.s as Record<string, unknown>).polluted, Object.keys(inner.s as object));
