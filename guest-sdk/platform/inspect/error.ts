/**
 * Errors as text: a header, the frames of the stack, and which properties are left to show.
 *
 * Knows nothing of how those properties are shown.
 */

import { type ObjectName, prefixOf } from "./name.ts";

const FRAME = "\n    at ";

/** The stack, which begins with the error's text; the text alone where there is none. */
function stackOf(error: Error): string {
  return error.stack ? String(error.stack) : Error.prototype.toString.call(error);
}

/** Puts the class's name where the stack starts with the name of the class above it. */
function withClassName(stack: string, error: Error, { className, tag }: ObjectName): string {
  const name = String(error.name ?? "Error");
  const isNamed = name.endsWith("Error") && stack.startsWith(name) &&
    ["", ":", "\n"].includes(stack.charAt(name.length));
  if (className !== null && !isNamed) return stack;
  let length = name.length;
  let kind = "Error";
  if (className === null) {
    const found = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack)?.[1] ??
      /^([a-z_A-Z0-9-]*Error)$/.exec(stack)?.[1] ?? "";
    length = found.length;
    kind = found || "Error";
  }
  const prefix = prefixOf({ className, tag }, kind);
  if (prefix === name) return stack;
  const rest = length === 0 ? `: ${stack}` : stack.slice(length);
  return prefix.includes(name) ? prefix + rest : `${prefix} [${name}]${rest}`;
}

/** The error without its properties; lines after the first are indented. */
export function describeError(error: Error, name: ObjectName, indentation: number): string {
  const stack = withClassName(stackOf(error), error, name);
  const message = typeof error.message === "string" ? error.message : "";
  const afterMessage = message ? Math.max(stack.indexOf(message), 0) + message.length : 0;
  const text = stack.includes(FRAME, afterMessage) ? stack : `[${stack}]`;
  return text.replaceAll("\n", `\n${" ".repeat(indentation)}`);
}

/** The properties to show: not those that the stack shows already, but the causes, which are hidden ones. */
export function errorKeys(error: Error, keys: (string | symbol)[]): (string | symbol)[] {
  const stack = stackOf(error);
  const shown = keys.filter((key) => {
    if (key !== "name" && key !== "message" && key !== "stack") return true;
    const value = error[key];
    return typeof value !== "string" || !stack.includes(value);
  });
  if (Object.hasOwn(error, "cause") && !shown.includes("cause")) shown.push("cause");
  const { errors } = error as { errors?: unknown };
  if (Array.isArray(errors) && !shown.includes("errors")) shown.push("errors");
  return shown;
}
