/**
 * An error while a question is answered, in a callback of its promise.
 */

// exit code: 1

import * as coral from "jsr:@coral/sdk";

coral.getCPU().then(({ usage_percent }) => {
  throw new Error(`the processors are at ${usage_percent} %`);
});
console.log("asked");
