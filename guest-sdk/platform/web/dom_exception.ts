/**
 * The errors of the web platform that are told apart by their name.
 *
 * Knows nothing of who throws them.
 */

/** An Error with one of the names of `DOMException`. */
export function domException(name: string, message: string): Error {
  return Object.defineProperty(new Error(message), "name", {
    value: name,
    configurable: true,
    writable: true,
  });
}
