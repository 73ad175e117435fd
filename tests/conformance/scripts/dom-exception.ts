/**
 * `DOMException`: an error with a name of its own and a code.
 */

const error = new DOMException("message", "AbortError");
console.log(error.name, error.message, error.code, `${error}`);
console.log(error instanceof DOMException, error instanceof Error);
console.log(Object.prototype.toString.call(error), JSON.stringify(error));
console.log(new DOMException().name, new DOMException("m", "Mine").code, DOMException.ABORT_ERR);
console.log(error.stack?.split("\n")[0]);
