/**
 * Files that import each other: what one exports is not there before it has run.
 */

import { isEven } from "./even.ts";
import { isOdd, least } from "./odd.ts";

console.log(isEven(10), isOdd(7), isEven(3), least());
