/**
 * `Deno.permissions`: none is granted, and none can be asked for.
 *
 * Knows nothing of what needs them.
 */

import { EventTarget } from "../web/event_target.ts";
import { showProperties } from "../web/interface.ts";

const NAMES = ["run", "read", "write", "net", "env", "sys", "ffi", "import"];

/** What each method tells of a permission. */
const STATES = { query: "prompt", revoke: "prompt", request: "denied" };

/** What has become of one permission. */
export class PermissionStatus extends EventTarget {
  readonly partial = false;
  readonly onchange = null;

  constructor(readonly state: string) {
    super();
  }

  static {
    showProperties(this, ["state", "onchange"]);
  }
}

function status(state: string, descriptor: unknown): PermissionStatus {
  const name = (descriptor as { name?: unknown } | undefined)?.name;
  if (NAMES.includes(`${name}`)) return new PermissionStatus(state);
  throw new TypeError(`The provided value "${name}" is not a valid permission name`);
}

/** The class of `Deno.permissions`. */
export class Permissions {
  static {
    for (const [name, state] of Object.entries(STATES)) {
      const sync = (descriptor: unknown) => status(state, descriptor);
      const methods = {
        [`${name}Sync`]: sync,
        [name]: async (asked: unknown) => await sync(asked),
      };
      for (const [method, value] of Object.entries(methods)) {
        Object.defineProperty(this.prototype, method, { value });
      }
    }
  }
}
