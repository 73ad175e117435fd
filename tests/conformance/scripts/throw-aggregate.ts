/**
 * Several errors in one: its own text is told.
 */

// exit code: 1

const errors = [new Error("the first"), new TypeError("the second")];
throw new AggregateError(errors, "two checks failed");
