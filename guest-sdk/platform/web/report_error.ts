/**
 * `reportError`: an error that nobody caught, told to the listeners of the global object; where none of them takes it,
 * it ends the run at once.
 *
 * Knows nothing of how a run ends.
 */

import { fail } from "coral:host";
import { requireArguments } from "./arguments.ts";

/** Tells the listeners; true where one of them has taken the error. */
type Tell = (error: unknown) => boolean;

let tell: Tell = () => false;
let isTelling = false;

/** Sets who tells the listeners. */
export function tellErrorsBy(teller: Tell): void {
  tell = teller;
}

/** Tells the listeners, unless it is one of them that throws; true where one of them has taken the error. */
export function isTaken(error: unknown): boolean {
  if (isTelling) return false;
  isTelling = true;
  try {
    return tell(error);
  } finally {
    isTelling = false;
  }
}

/** Reports `error` as one that nobody caught. */
export function reportError(error: unknown): void {
  requireArguments(arguments.length, 1, "execute 'reportError'");
  if (!isTaken(error)) fail(error);
}
