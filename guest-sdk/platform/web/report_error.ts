/**
 * `reportError`: ends the run with an error as if no one had caught it.
 *
 * Knows nothing of how a run ends. There is no way to end it at once: it ends at the next turn of
 * the event loop.
 */

import { startTimer } from "coral:host";
import { requireArguments } from "./arguments.ts";

/** Throws where nothing can catch it. */
export function reportError(error: unknown): void {
  requireArguments(arguments.length, 1, "execute 'reportError'");
  startTimer(
    () => {
      throw error;
    },
    0,
    false,
  );
}
