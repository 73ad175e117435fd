/**
 * `process`, which Deno has from Node: what scripts written for Node use of it.
 *
 * Knows nothing of the process behind it; where that refuses, so does this.
 */

import { monotonicClockMs } from "coral:host";
import { memoryUsage, version } from "../deno/about.ts";
import { files } from "../deno/files.ts";
import { exitCode, process as denos } from "../deno/process.ts";
import { type Stream, writeBytes, writeText } from "../output.ts";
import type { ErrorEvent, PromiseRejectionEvent } from "../web/error_event.ts";
import type { Event } from "../web/event.ts";
import { globalTarget } from "../web/event_target.ts";
import { queueMicrotask } from "../web/microtask.ts";

// deno-lint-ignore no-explicit-any -- what scripts pass
type Listener = (...list: any[]) => unknown;

const listeners = new Map<string, Listener[]>();

/** Calls the listeners of an event of the process; true where there are any. */
function emit(event: string, ...list: unknown[]): boolean {
  const called = listeners.get(event) ?? [];
  for (const listener of called) Reflect.apply(listener, process, list);
  return called.length > 0;
}

/** The events of the global object that those of the process follow, and what listeners are told of each. */
const FOLLOWED: Readonly<Record<string, [type: string, told: (event: Event) => unknown[]]>> = {
  exit: ["unload", () => [exitCode.get()]],
  beforeExit: ["beforeunload", () => [exitCode.get()]],
  uncaughtException: ["error", (event) => [(event as ErrorEvent).error]],
  unhandledRejection: ["unhandledrejection", (event) => {
    const { reason, promise } = event as PromiseRejectionEvent;
    return [reason, promise];
  }],
};

function follow(name: string): void {
  const followed = FOLLOWED[name];
  if (!followed || listeners.has(name)) return;
  const [type, told] = followed;
  globalTarget.addEventListener(type, (event: Event) => {
    if (emit(name, ...told(event)) && name !== "beforeExit") event.preventDefault();
  });
}

function remove(event: string, listener: Listener): void {
  listeners.set(event, (listeners.get(event) ?? []).filter((other) => other !== listener));
}

/** No variable can be read, and none set. */
const env = new Proxy({}, {
  get(target, name) {
    if (typeof name === "symbol" || name in target) return Reflect.get(target, name);
    return denos.env.get(name);
  },
  has: (_, name) => typeof name === "string" && Boolean(denos.env.get(name)),
  set: (_, name, value) => Boolean(denos.env.set(String(name), value)),
  deleteProperty: (_, name) => Boolean(denos.env.delete(String(name))),
  ownKeys: () => denos.env.toObject() as never,
});

function stream(name: Stream, fd: number) {
  return {
    fd,
    isTTY: false,
    write(chunk: string | Uint8Array, ...list: unknown[]): boolean {
      if (typeof chunk === "string") writeText(name, chunk.toWellFormed());
      else writeBytes(name, chunk);
      const done = list.findLast((value) => typeof value === "function") as Listener | undefined;
      if (done) queueMicrotask(() => void done());
      return true;
    },
  };
}

function hrtime(since?: [number, number]): [number, number] {
  const nanoseconds = Math.round(monotonicClockMs() * 1e6) -
    (since ? since[0] * 1e9 + since[1] : 0);
  const seconds = Math.floor(nanoseconds / 1e9);
  return [seconds, nanoseconds - seconds * 1e9];
}
hrtime.bigint = () => BigInt(Math.round(monotonicClockMs() * 1e6));

/** Node's `process`. */
export const process = {
  title: "deno",
  version: "v26.3.0",
  versions: { node: "26.3.0", ...version },
  arch: "x64",
  platform: "linux",
  pid: 1,
  ppid: 0,
  argv: ["deno", "/script.js"],
  argv0: "deno",
  execPath: "deno",
  env,
  stdout: stream("log", 1),
  stderr: stream("error", 2),
  get exitCode(): number | undefined {
    return isCodeSet ? exitCode.get() : undefined;
  },
  set exitCode(code: unknown) {
    isCodeSet = code !== undefined && code !== null;
    exitCode.set(isCodeSet ? Number(code) : 0);
  },
  exit(code?: unknown): never {
    if (code !== undefined && code !== null) process.exitCode = code;
    return denos.exit(undefined);
  },
  cwd: files.cwd,
  uptime: () => monotonicClockMs() / 1000,
  hrtime,
  memoryUsage: () => ({ ...memoryUsage(), arrayBuffers: 0 }),
  nextTick(callback: Listener, ...list: unknown[]): void {
    queueMicrotask(() => void callback(...list));
  },
  on(event: string, listener: Listener) {
    follow(event);
    listeners.set(event, [...listeners.get(event) ?? [], listener]);
    return process;
  },
  once(event: string, listener: Listener) {
    const once: Listener = (...list) => {
      remove(event, once);
      listener(...list);
    };
    return process.on(event, once);
  },
  off(event: string, listener: Listener) {
    remove(event, listener);
    return process;
  },
};

let isCodeSet = false;

Object.assign(process, { addListener: process.on, removeListener: process.off });
Object.defineProperty(process, Symbol.toStringTag, { value: "process", configurable: true });
