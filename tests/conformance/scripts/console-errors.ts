/**
 * Errors without a stack, as the console writes them, and as texts.
 */

class PlanError extends Error {
  constructor(message: string, readonly plan: string) {
    super(message);
  }
}

function bare<T extends Error>(error: T): T {
  delete error.stack;
  return error;
}

console.log(bare(new Error("without a stack")));
console.log(bare(new PlanError("with a property", "b")));
console.log({ error: bare(new RangeError("inside")) }, [bare(new Error())]);
console.log(String(new PlanError("no such plan", "a")), `${new RangeError("text")}`);
console.log(Object.keys(new PlanError("x", "y")), new Error("x", { cause: 1 }).cause);
