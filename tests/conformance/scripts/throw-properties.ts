/**
 * An error with properties, and a cause that is no error.
 */

// exit code: 1

throw Object.assign(new RangeError("too slow", { cause: "a text" }), { p99_ms: 650 });
