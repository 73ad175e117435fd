/**
 * What the SDK throws: an Error with a name, a code and a message.
 */

import * as coral from "jsr:@coral/sdk";

const error: coral.CoralError = await coral.db.query("SELEC").then(() => null, (error) => error);
console.log(error instanceof Error, error.name, error.code, error.budget);
console.log(error.message);
console.log(String(error) === `CoralError: ${error.message}`);
console.log(Object.keys(error), Object.prototype.toString.call(error));
console.log(error.constructor.name, Object.getPrototypeOf(error) === Error.prototype);
console.log(JSON.stringify(error), typeof error.stack, "budget" in error);
