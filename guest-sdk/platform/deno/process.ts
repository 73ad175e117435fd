/**
 * What `Deno` tells of its process and of the machine, and the commands it runs: the end of the run is all that a
 * script has of it.
 *
 * Knows nothing of what the engine does at the end.
 */

import { exit as endRun, setExitCode } from "coral:host";
import { flush } from "../output.ts";
import { dispatchUnload } from "../web/window.ts";
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

/** The rest of them. */
export const process = {
  ...machine(),
  Command,
  run: throwing("run", ({ cmd }: { cmd: unknown[] }) => ["run", String(cmd[0])]),
  kill: throwing("kill", () => ["run", undefined]),
  dlopen: throwing("dlopen", (path) => ["ffi", String(path)]),

  env: {
    get: throwing("getEnv", variable),
    toObject: throwing("toObject", () => ["env", undefined]),
    set: throwing("setEnv", variable),
    has: throwing("has", variable),
    delete: throwing("deleteEnv", variable),
  },

  /** Ends the run, with the code that was set where it is given none. */
  exit(code: unknown): never {
    dispatchUnload();
    flush();
    return endRun(toByte(typeof code === "number" ? code : codeAtEnd));
  },
};
