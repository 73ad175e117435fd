/**
 * The `Deno` that scripts see: what would reach out of the script refuses, the rest works.
 *
 * Knows nothing of how each part refuses.
 */

import type { Inspect } from "../inspect/inspector.ts";
import { about, mainModule } from "./about.ts";
import { errors } from "./errors.ts";
import { files } from "./files.ts";
import { network } from "./network.ts";
import { Permissions, PermissionStatus } from "./permissions.ts";
import { exitCode, process } from "./process.ts";
import { streams } from "./streams.ts";

/** Makes the namespace. */
export function createDeno(inspect: Inspect) {
  const deno = {
    ...about,
    ...process,
    ...files,
    ...network,
    ...streams,
    inspect,
    errors,
    permissions: new Permissions(),
    Permissions,
    PermissionStatus,
  };
  // Spreading would read them.
  return Object.defineProperties(deno, { exitCode, mainModule });
}
