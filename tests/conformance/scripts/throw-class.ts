/**
 * An error of the script's own class, with lines in its text.
 */

// exit code: 1

class PlanError extends Error {
  override name = "PlanError";
}

throw new PlanError("first line\n  second line");
