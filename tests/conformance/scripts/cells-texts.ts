/**
 * Texts, and what has no other form than a text.
 */

import * as coral from "jsr:@coral/sdk";

const { rows } = await coral.db.query(`
  SELECT 'plain' AS plain, '' AS empty, 'ü é 日本 😀 𝒳' AS wide, chr(0) || 'x' || chr(9) AS control,
    'a''b"c\\d' AS quotes, chr(8232) AS separator, repeat('x', 1000) AS long,
    '0b1c3c5e-8d4f-4f6a-9b0a-1c2d3e4f5a6b'::UUID AS uuid, 'abc\\x00\\xFF'::BLOB AS blob,
    'warn'::ENUM('info', 'warn') AS level, '{"a": 1}' AS json_text
`);
for (const [name, value] of Object.entries(rows[0])) {
  console.log(name, typeof value, String(value).length, JSON.stringify(value).slice(0, 50));
}
