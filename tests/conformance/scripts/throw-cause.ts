/**
 * The causes of an error are told with it.
 */

// exit code: 1

function connect(): never {
  throw new TypeError("no such host");
}

try {
  try {
    connect();
  } catch (cause) {
    throw new Error("could not connect", { cause });
  }
} catch (cause) {
  throw new Error("no plan was loaded", { cause });
}
