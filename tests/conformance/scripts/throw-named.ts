/**
 * An error with a name of its own, and lines in its text.
 */

// exit code: 1

function refuse(plan: string): never {
  const error = new Error(`no such plan:\n  ${plan}`);
  error.name = "PlanError";
  throw error;
}

refuse("payments");
