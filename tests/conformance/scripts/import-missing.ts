/**
 * A file that is not there: the script does not start.
 */

// exit code: 1

// @ts-expect-error it is missing on purpose
import { x } from "./nowhere.ts";

console.log("never", x);
