/**
 * The SDK as a value: it can be printed, not changed, and its functions work without it.
 */

import * as coral from "jsr:@coral/sdk";

console.log(coral.db, coral.metrics, coral.emit);
console.log(Object.prototype.toString.call(coral), Reflect.ownKeys(coral).length);
const changeable: Record<string, unknown> = coral;
try {
  changeable.db = null;
} catch (error) {
  console.log(error instanceof TypeError);
}
const { query } = coral.db;
console.log(query.name, query.length, (await query("SELECT 1 AS one")).rows);
console.log(query("SELECT 1") instanceof Promise);
