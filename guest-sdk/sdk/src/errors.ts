/**
 * The error that every call of the SDK fails with, and the way it comes to know where the call was.
 *
 * Knows nothing of the calls.
 */

/** Why a call failed. */
export type CoralErrorCode =
  /** The policy of the run forbids it. */
  | "denied"
  /** An argument has no meaning, such as a percentile above 1. */
  | "invalid-argument"
  /** There is no data to answer from, such as spans of the service. */
  | "not-found"
  /** The database refused the statement or failed to answer it. */
  | "query-failed"
  /** A budget of the run is used up. */
  | "budget-exceeded"
  /** It took longer than one question may. */
  | "timed-out"
  /** What would answer cannot be reached, or does not exist. */
  | "unavailable";

/** A budget of the run that is used up. */
export interface ExceededBudget {
  /** Its name, such as `queries`, `rows` or `event-bytes`. */
  name: string;
  /** What the policy allows. */
  limit: number;
  /** What would have been used. */
  used: number;
}

const CODES: readonly string[] = [
  "denied",
  "invalid-argument",
  "not-found",
  "query-failed",
  "budget-exceeded",
  "timed-out",
  "unavailable",
];

/** What a call of the SDK rejects with. */
export class CoralError extends Error {
  static {
    // On the prototype: the name of a class may be lost in a bundle, and an own name would show as a property.
    Object.defineProperty(this.prototype, "name", { value: "CoralError", configurable: true });
  }

  /** Why it failed. */
  code: CoralErrorCode;
  /** With the code `budget-exceeded`: which budget. */
  declare budget?: ExceededBudget;

  /** Makes the failure of a call; the SDK alone does. */
  constructor(code: CoralErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

function codeOf(reason: unknown): CoralErrorCode {
  const code = (reason as { code?: unknown } | null)?.code;
  return CODES.includes(code as string) ? code as CoralErrorCode : "unavailable";
}

/** QuickJS throws null where memory is too short even for an error. */
const OUT_OF_MEMORY = "out of memory";

/** What a thrown value says. */
export function messageOf(reason: unknown): string {
  if (reason === null) return OUT_OF_MEMORY;
  return reason instanceof Error ? reason.message : String(reason);
}

/** Whether a thrown value says that memory was too short. */
export function isOutOfMemory(reason: unknown): boolean {
  return messageOf(reason) === OUT_OF_MEMORY;
}

/** Writes down in `failure`, which was made at the call, why the call failed. */
function explain(failure: CoralError, prefix: string, reason: unknown): CoralError {
  // The stack begins with this text: both engines write it when the stack is first read.
  failure.message = prefix + messageOf(reason);
  failure.code = codeOf(reason);
  const budget = (reason as { budget?: ExceededBudget } | null)?.budget;
  if (budget) failure.budget = budget;
  return failure;
}

/** Any function of the API. */
export type Call = (...list: never[]) => unknown;

/**
 * Does `work`, and turns any failure of it into a {@linkcode CoralError} whose message starts with `prefix` and whose
 * stack starts with the caller of `call`, the function of the API.
 *
 * The stack is taken before the work is waited for: a rejection that the event loop makes has no frames.
 */
export async function attempt<T>(
  prefix: string,
  call: Call,
  work: () => T | Promise<T>,
): Promise<T> {
  let failure;
  try {
    const done = work();
    // Nothing to wait for: the stack, which is dear, would be of use to nobody.
    if (done === undefined) return done;
    failure = failureOf(call);
    return await done;
  } catch (reason) {
    throw explain(failure ?? failureOf(call), prefix, reason);
  }
}

// A script may replace Error: what it then gets is an error all the same.
const { captureStackTrace } = Error;

/** A failure that is still to be explained, with the stack of who called `call`. */
function failureOf(call: Call): CoralError {
  const failure = new CoralError("unavailable", "");
  captureStackTrace(failure, call);
  return failure;
}

/** The failure of what the engine does for a script outside of the API: what was tried, and why it failed. */
export function failure(prefix: string, reason: unknown): CoralError {
  return explain(failureOf(failure), prefix, reason);
}

/** The failure of an argument. */
export function invalidArgument(message: string): CoralError {
  return new CoralError("invalid-argument", message);
}

/** `value`, if it is a text that is not empty; `what` names it. Half a surrogate pair, which is no text, is U+FFFD. */
export function requireText(value: unknown, what: string): string {
  if (typeof value === "string" && value !== "") return value.toWellFormed();
  throw invalidArgument(`${what} must be a text that is not empty, not ${describe(value)}`);
}

/** A value in an error's text. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
