/**
 * Files that import each other.
 */

import { isEven } from "./even.ts";
import { isOdd } from "./odd.ts";

console.log(isEven(10), isOdd(7), isEven(3));
