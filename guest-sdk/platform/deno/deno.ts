/**
 * The `Deno` that scripts see: what would reach out of the script refuses, the rest works.
 *
 * Knows nothing of how each part refuses.
 */

import type { Inspect } from "../inspect/inspector.ts";
import { NotCapable, NotFound, NotSupported, PermissionDenied } from "./errors.ts";
import { files } from "./files.ts";
import { network } from "./network.ts";
import { exitCode, process } from "./process.ts";

/** Makes the namespace. */
export function createDeno(inspect: Inspect) {
  const deno = {
    ...process,
    ...files,
    ...network,
    inspect,
    errors: { NotCapable, NotFound, NotSupported, PermissionDenied },
  };
  // Spreading would read it.
  return Object.defineProperty(deno, "exitCode", exitCode);
}
