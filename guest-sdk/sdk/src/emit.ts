/**
 * Events: what a script tells the world.
 *
 * Knows nothing of where events go.
 */

import {
  attempt,
  CoralError,
  describe,
  invalidArgument,
  isOutOfMemory,
  messageOf,
  requireText,
} from "./errors.ts";
import { type Severity, transport } from "./transport.ts";

/** What an event says: anything that JSON can hold. */
export type EventData = Record<string, unknown>;

const SEVERITIES: readonly string[] = ["info", "warning", "error", "critical"];

/** JSON's value for a bigint: the number that equals it. */
function exactNumber(key: string, value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw invalidArgument(
    `data.${key} is ${value}n, which a JSON number cannot hold exactly: give it as a text`,
  );
}

/** How many bytes an event has, at least: its texts are counted and not written, which takes no memory for them. */
function leastBytes(name: string, data: EventData): number {
  let bytes = name.length;
  const count = (_key: string, value: unknown) => {
    if (typeof value === "bigint") return Number(value);
    if (typeof value !== "string") return value;
    bytes += value.length;
    return "";
  };
  return JSON.stringify(data, count).length + bytes;
}

function toJson(name: string, data: EventData): string {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw invalidArgument(`the data must be an object, not ${describe(data)}`);
  }
  const replace = (key: string, value: unknown) => {
    if (typeof value === "bigint") return exactNumber(key, value);
    return typeof value === "string" ? value.toWellFormed() : value;
  };
  let text: string | undefined;
  try {
    text = JSON.stringify(data, replace);
  } catch (error) {
    if (error instanceof CoralError) throw error;
    if (isOutOfMemory(error)) {
      // An event that is too large in any case is refused as one, like those that there is memory for.
      transport().checkEventSize?.(leastBytes(name, data));
      throw error;
    }
    // Circles and a `toJSON` that throws.
    throw invalidArgument(`the data cannot be written as JSON: ${messageOf(error)}`);
  }
  if (text?.startsWith("{")) return text;
  throw invalidArgument(`the data must be written as a JSON object, not as ${text}`);
}

/**
 * Emits one event.
 *
 * @param name what happened, such as `"alert"`
 * @param data what there is to say about it; it must be an object that JSON can hold, and a bigint in it must be
 * exact as a number. Without it, `{}`
 * @param severity how much it matters
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `denied`, `unavailable`
 */
export function emit(
  name: string,
  data: EventData = {},
  severity: Severity = "info",
): Promise<void> {
  return attempt("Failed to emit event: ", emit, () => {
    const event = requireText(name, "the name");
    if (!SEVERITIES.includes(severity)) {
      const choices = SEVERITIES.map((choice) => JSON.stringify(choice)).join(", ");
      throw invalidArgument(`the severity must be one of ${choices}, not ${describe(severity)}`);
    }
    return transport().emit(event, toJson(event, data), severity);
  });
}
