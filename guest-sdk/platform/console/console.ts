/**
 * The methods of `console`.
 *
 * Knows where text goes only through the `print` that it is given.
 */

import type { Inspect } from "../inspect/inspector.ts";
import type { InspectOptions } from "../inspect/options.ts";
import { formatArguments } from "./format.ts";
import { Counter, Stopwatch } from "./stopwatch.ts";
import { formatTable } from "./table.ts";

/** How much a line matters: the console method that it came from. */
export type Level = "debug" | "log" | "info" | "warn" | "error";

/** What a console needs. */
export interface ConsoleParts {
  /** Takes one text, of one or more lines, without a newline at its end. */
  print(level: Level, text: string): void;
  /** Clears the terminal. */
  clear(): void;
  inspect: Inspect;
  /** Milliseconds that never step back. */
  now(): number;
}

const GROUP_INDENTATION = "  ";

/** The frames of the stack, from the caller of `method` on. */
// deno-lint-ignore ban-types -- any function at all
function framesAbove(method: Function): string {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, method);
  const frames = String(holder.stack).split("\n").filter((line) => line.startsWith("    at "));
  return frames.map((frame) => `\n${frame}`).join("");
}

/** Makes the object that scripts know as `console`. Its methods work without it: `const { log } = console`. */
export function createConsole({ print, clear, inspect, now }: ConsoleParts) {
  const stopwatch = new Stopwatch(now);
  const counter = new Counter();
  let indentation = "";

  /** Writes outside of all groups, as Deno does with what counters and timers say. */
  // Half of a surrogate pair is no text that could leave the script.
  const note = (level: Level, text: string) => print(level, text.toWellFormed());
  const write = (level: Level, text: string) =>
    note(level, indentation ? indentation + text.replaceAll("\n", `\n${indentation}`) : text);
  const writeAll = (level: Level, list: unknown[]) => write(level, formatArguments(list, inspect));
  const missingTimer = (label: string) => note("warn", `Timer '${label}' does not exist`);

  const methods = {
    log: (...data: unknown[]) => writeAll("log", data),
    debug: (...data: unknown[]) => writeAll("debug", data),
    info: (...data: unknown[]) => writeAll("info", data),
    warn: (...data: unknown[]) => writeAll("warn", data),
    error: (...data: unknown[]) => writeAll("error", data),
    dir: (value?: unknown, options?: InspectOptions) =>
      write("log", typeof value === "string" ? value : inspect(value, Object(options))),
    dirxml: (...data: unknown[]) => writeAll("log", data),

    assert(condition = false, ...data: unknown[]) {
      if (condition) return;
      const [first, ...rest] = data;
      if (data.length === 0) write("error", "Assertion failed");
      else if (typeof first === "string") {
        writeAll("error", [`Assertion failed: ${first}`, ...rest]);
      } else writeAll("error", ["Assertion failed:", ...data]);
    },

    count(label: unknown = "default") {
      note("info", `${String(label)}: ${counter.count(String(label))}`);
    },
    countReset(label: unknown = "default") {
      if (counter.reset(String(label))) return;
      note("warn", `Count for '${String(label)}' does not exist`);
    },

    table(data?: unknown, properties?: string[]) {
      if (properties !== undefined && !Array.isArray(properties)) {
        const type = typeof properties;
        throw new Error(
          `The 'properties' argument must be of type Array: received type ${type}`,
        );
      }
      if (typeof data !== "object" || data === null) writeAll("log", [data]);
      else write("log", formatTable(data, properties, inspect));
    },

    time(label: unknown = "default") {
      if (!stopwatch.start(String(label))) note("warn", `Timer '${String(label)}' already exists`);
    },
    timeLog(label: unknown = "default", ...data: unknown[]) {
      const duration = stopwatch.read(String(label));
      if (duration === undefined) missingTimer(String(label));
      else writeAll("info", [`${String(label)}: ${duration}`, ...data]);
    },
    timeEnd(label: unknown = "default") {
      const duration = stopwatch.read(String(label));
      if (duration === undefined) return missingTimer(String(label));
      stopwatch.stop(String(label));
      note("info", `${String(label)}: ${duration}`);
    },

    group(...label: unknown[]) {
      if (label.length > 0) writeAll("log", label);
      indentation += GROUP_INDENTATION;
    },
    groupCollapsed: (...label: unknown[]) => methods.group(...label),
    groupEnd() {
      indentation = indentation.slice(GROUP_INDENTATION.length);
    },
    /** Ends all groups, and clears a terminal, whether or not there is one. */
    clear() {
      indentation = "";
      clear();
    },

    trace(...data: unknown[]) {
      const text = data.length > 0 ? `Trace: ${formatArguments(data, inspect)}` : "Trace";
      note("error", text + framesAbove(methods.trace));
    },
  };
  Object.defineProperty(methods, Symbol.toStringTag, { value: "console", configurable: true });
  return methods;
}
