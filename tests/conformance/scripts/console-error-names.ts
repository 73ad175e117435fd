/**
 * An error whose name is its own property, without a stack.
 */

class PlanError extends Error {
  override name = "PlanError";
}

const error = new PlanError("no such plan");
delete error.stack;
console.log(error);
