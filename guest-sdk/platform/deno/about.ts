/**
 * What `Deno` tells of itself and of its process to everyone: facts of the Deno that scripts run the same in.
 *
 * Knows nothing of what is behind a permission.
 */

import { context, memoryBytes } from "coral:host";
import { setAwaited } from "../web/timers.ts";

/** The Deno whose behaviour the platform has; a test holds it against the one that is fetched. */
export const version = Object.freeze({
  deno: "2.9.6",
  v8: "15.0.245.2-rusty",
  typescript: "6.0.3",
});

const SIGNALS = [
  "HUP",
  "INT",
  "QUIT",
  "ABRT",
  "USR1",
  "USR2",
  "ALRM",
  "TERM",
  "CHLD",
  "CONT",
  "PIPE",
  "WINCH",
];
const UNBOUND_SIGNALS = ["KILL", "STOP", "ILL", "FPE", "SEGV"];

/** No signal ever arrives. */
function checkSignal(signal: unknown): void {
  const name = /^SIG(.+)$/.exec(String(signal))?.[1] ?? "";
  if (UNBOUND_SIGNALS.includes(name)) {
    throw new TypeError(`Binding to signal '${signal}' is not allowed`);
  }
  if (!SIGNALS.includes(name)) throw new TypeError(`Invalid signal: ${signal}`);
}

/** The numbers of `Deno.memoryUsage` and `process.memoryUsage`, in bytes. */
export function memoryUsage() {
  const bytes = memoryBytes();
  return { rss: bytes, heapTotal: bytes, heapUsed: bytes, external: 0 };
}

/** `Deno.mainModule`: the script, where `import.meta.url` says that it lies. */
export const mainModule = { get: () => `file:///${context().script}.ts`, enumerable: true };

/** The rest of them. */
export const about = {
  version,
  build: Object.freeze({
    target: "x86_64-unknown-linux-gnu",
    arch: "x86_64",
    os: "linux",
    vendor: "unknown",
    env: "gnu",
    standalone: false,
  }),
  pid: 1,
  ppid: 0,
  args: [] as string[],
  noColor: true,
  memoryUsage,
  execPath: () => "deno",
  isatty: () => false,
  consoleSize(): never {
    throw new Error(
      "Could not get console size: stdin, stdout, and stderr are not connected to a terminal",
    );
  },
  addSignalListener: checkSignal,
  removeSignalListener: checkSignal,
  refTimer: (timer: unknown) => setAwaited(timer, true),
  unrefTimer: (timer: unknown) => setAwaited(timer, false),
};
