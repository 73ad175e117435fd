/**
 * What `Deno` tells of its process and of the machine, and the commands it runs: the end of the run is all that a
 * script has of it.
 *
 * Knows nothing of what the engine does at the end.
 */

import { exit as endRun, setExitCode } from "coral:host";
import { denied } from "./errors.ts";
import { type Refusal, throwing } from "./refusal.ts";

/** Facts about the machine, each behind a permission of its own. */
const MACHINE = [
  "hostname",
  "osRelease",
  "osUptime",
  "loadavg",
  "networkInterfaces",
  "systemMemoryInfo",
  "uid",
  "gid",
  "umask",
];

function machine(): Record<string, Refusal> {
  return Object.fromEntries(MACHINE.map((name) => [name, throwing(name, () => ["sys", name])]));
}

const variable = (name: unknown): ["env", string] => ["env", String(name)];

/** Runs nothing: each of its methods throws. */
class Command {
  readonly #command: string;

  constructor(command: unknown) {
    this.#command = String(command);
  }
  output(): never {
    throw denied("run", this.#command, this.output);
  }
  outputSync(): never {
    throw denied("run", this.#command, this.outputSync);
  }
  spawn(): never {
    throw denied("run", this.#command, this.spawn);
  }
}

let codeAtEnd = 0;

/** A code as an operating system keeps it: its lowest eight bits. */
function toByte(code: number): number {
  return code & 0xff;
}

/** `Deno.exitCode`: the code that the run has when it comes to its end by itself. */
export const exitCode = {
  get: () => codeAtEnd,
  set(code: unknown) {
    if (typeof code !== "number") {
      throw new TypeError(`Exit code must be a number, got: ${code} (${typeof code})`);
    }
    if (!Number.isInteger(code)) {
      throw new RangeError(`Exit code must be an integer, got: ${code}`);
    }
    codeAtEnd = code | 0;
    setExitCode(toByte(code));
  },
};

const DENIED = { state: "denied", onchange: null };

/** The rest of them. */
export const process = {
  ...machine(),
  args: [] as string[],
  noColor: true,
  Command,
  kill: throwing("kill", () => ["run", undefined]),
  dlopen: throwing("dlopen", (path) => ["ffi", String(path)]),
  execPath: throwing("execPath", () => ["read", "<exec_path>"]),

  env: {
    get: throwing("get", variable),
    has: throwing("has", variable),
    set: throwing("set", variable),
    delete: throwing("delete", variable),
    toObject: throwing("toObject", () => ["env", undefined]),
  },

  /** No permission is granted, and none can be asked for. */
  permissions: {
    query: () => Promise.resolve({ ...DENIED }),
    querySync: () => ({ ...DENIED }),
    request: () => Promise.resolve({ ...DENIED }),
    requestSync: () => ({ ...DENIED }),
  },

  /** Ends the run, with the code that was set where it is given none. */
  exit(code: unknown): never {
    return endRun(toByte(typeof code === "number" ? code : codeAtEnd));
  },
};
