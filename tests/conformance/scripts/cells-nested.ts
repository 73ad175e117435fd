/**
 * Lists, structs, maps and JSON as nested values.
 */

import * as coral from "jsr:@coral/sdk";

const { rows } = await coral.db.query(`
  SELECT [1, 2, 3] AS list, [[1], [], [NULL, 2]] AS lists, []::INTEGER[] AS empty,
    [1, 2]::INTEGER[2] AS array, ['ü', NULL] AS texts, [1.5, 'NaN'::DOUBLE] AS doubles,
    {'a': 1, 'b': ['x'], 'c': {'d': NULL}} AS struct, [{'k': 'v'}, {'k': 'w'}] AS structs,
    MAP {'one': 1, 'two': 2} AS map, MAP {1: 'one'} AS by_number,
    [TIMESTAMP '2024-02-29 12:34:56'] AS stamps, [true, false] AS flags,
    [9007199254740993] AS unsafe, [DATE '2024-02-29'] AS days,
    '{"a": [1, 2.5, "x", null, true], "b": {"c": {}}}'::JSON AS json,
    '"text"'::JSON AS json_text, '3'::JSON AS json_number, 'null'::JSON AS json_null
`);
for (const [name, value] of Object.entries(rows[0])) {
  console.log(name, Array.isArray(value) ? "array" : typeof value, value);
}
console.log(JSON.stringify(rows[0].struct));
