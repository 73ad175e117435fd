/**
 * Errors whose inspection must read the same here and in Deno.
 *
 * Knows nothing of the formatter.
 */

class MyMap extends Map<string, number> {}

class MyError extends Error {
  code = 7;
}

class Named extends Error {
  override name = "Renamed";
}

/** An error whose stack does not hold this machine's frames. */
function errorWith(stack: string | undefined, error: Error): Error {
  Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  return error;
}

// deno-lint-ignore no-explicit-any -- values of all types
export const ERROR_VALUES: Record<string, () => any> = {
  "error": () =>
    errorWith(
      "Error: broken\n    at run (script.ts:1:2)\n    at script.ts:3:4",
      new Error("broken"),
    ),
  "error without stack": () => errorWith(undefined, new Error("broken")),
  "error with empty stack": () => errorWith("", new Error("broken")),
  "error whose stack is its text": () => errorWith("Error: broken", new Error("broken")),
  "error without message": () => errorWith("Error\n    at run (script.ts:1:2)", new Error()),
  "error in object": () => ({
    error: errorWith("TypeError: bad\n    at run (script.ts:1:2)", new TypeError("bad")),
  }),
  "errors in array": () => [
    errorWith("TypeError: bad", new TypeError("bad")),
    errorWith("Error: a\n    at x (y:1:1)", new Error("a")),
  ],
  "error with cause": () =>
    errorWith(
      "Error: outer\n    at run (script.ts:1:2)",
      new Error("outer", {
        cause: errorWith("Error: inner\n    at go (script.ts:5:6)", new Error("inner")),
      }),
    ),
  "error with plain cause": () =>
    errorWith(
      "Error: outer\n    at run (script.ts:1:2)",
      new Error("outer", { cause: { code: 1 } }),
    ),
  "error with text cause": () => errorWith("Error: outer", new Error("outer", { cause: "text" })),
  "error with keys": () =>
    errorWith("MyError: broken\n    at run (script.ts:1:2)", new MyError("broken")),
  "error with class name missing": () =>
    errorWith("Error: broken\n    at run (script.ts:1:2)", new MyError("broken")),
  "error with own name": () =>
    errorWith("Error: broken\n    at run (script.ts:1:2)", new Named("broken")),
  "error with own name, without stack": () => errorWith(undefined, new Named("broken")),
  "error with own name, with empty stack": () => ({ error: errorWith("", new Named("broken")) }),
  "error renamed": () =>
    errorWith(
      "Error: broken\n    at run (script.ts:1:2)",
      Object.assign(new Error("broken"), { name: "Other" }),
    ),
  "error with multi-line message": () =>
    errorWith("Error: one\ntwo\n    at run (script.ts:1:2)", new Error("one\ntwo")),
  "error with changed message": () =>
    errorWith(
      "Error: old\n    at run (script.ts:1:2)",
      Object.assign(new Error("old"), { message: "new" }),
    ),
  "aggregate error": () =>
    errorWith(
      "AggregateError: all\n    at run (script.ts:1:2)",
      new AggregateError([errorWith("Error: a\n    at b (c:1:1)", new Error("a")), "b"], "all"),
    ),
  "error circular": () => {
    const error = errorWith("Error: me\n    at b (c:1:1)", new Error("me"));
    error.cause = error;
    return error;
  },
  "error nested deep":
    () => [[[[[[errorWith("Error: deep\n    at b (c:1:1)", new Error("deep"))]]]]]],
  "error deep": () => ({
    a: { b: { c: { d: { e: errorWith("Error: deep\n    at b (c:1:1)", new Error("deep")) } } } },
  }),
  "kinds beyond depth": () => [[[[[
    Object.assign(Object.create(null), { a: 1 }),
    new MyMap([["a", 1]]),
    Object.assign(Object.create({ [Symbol.toStringTag]: "Label" }), { a: 1 }),
    Object.assign(() => 1, { a: 1 }),
    Object.assign(errorWith("Error: x\n    at y", new Error("x")), { a: 1 }),
    Object.assign(new Date(0), { a: 1 }),
  ]]]]],
  "built-ins without prototype": () => [
    Object.setPrototypeOf(new Map([[1, 2]]), null),
    Object.setPrototypeOf(new Set([1]), null),
    Object.setPrototypeOf(new Date(0), null),
    Object.setPrototypeOf(errorWith("Error: x\n    at y", new Error("x")), null),
    Object.setPrototypeOf(class A {}, null),
    Object.setPrototypeOf(Object(1), null),
  ],
  "error with frames alone": () => errorWith("    at run (script.ts:1:2)", new Error("x")),
  "error with symbol key": () =>
    Object.assign(errorWith("Error: x\n    at y", new Error("x")), { [Symbol("k")]: 1 }),
  "error with number for a message": () =>
    Object.assign(errorWith(undefined, new Error("x")), { message: 5 }),
  "error with own name in the stack": () =>
    Object.assign(errorWith("FooError: x\n    at y", new MyError("x")), { name: "FooError" }),
  "error with empty causes": () => [
    errorWith("Error: x", new Error("x", { cause: undefined })),
    errorWith("Error: y", new Error("y", { cause: null })),
  ],
  "error with two lines in object": () => ({
    a: [
      errorWith(
        "Error: x\nmore\n    at y",
        new Error("x\nmore", { cause: errorWith("Error: c\n    at d", new Error("c")) }),
      ),
    ],
  }),
  "aggregate error with cause": () =>
    errorWith("AggregateError: m\n    at y", new AggregateError([1], "m", { cause: 2 })),
};
