/**
 * The parameters of a run in its command line: `--param name=value` or `--param=name=value`, as often as needed.
 *
 * Knows nothing of where the command line comes from, and passes over all else in it.
 */

import { describe, invalidArgument } from "./errors.ts";

/**
 * The names and values, in their order.
 *
 * @throws {CoralError} `invalid-argument` for a parameter without a name or a `=`, and for a name that is given twice
 */
export function parseParameters(commandLine: readonly string[]): [name: string, value: string][] {
  const parameters = new Map<string, string>();
  const rest = commandLine.values();
  for (const argument of rest) {
    const [, inline] = /^--param(?:=(.*))?$/s.exec(argument) ?? [];
    if (inline === undefined && argument !== "--param") continue;
    const text = inline ?? rest.next().value ?? "";
    const equals = text.indexOf("=");
    if (equals < 1) {
      throw invalidArgument(`${describe(text)} is no parameter: write --param NAME=VALUE`);
    }
    const name = text.slice(0, equals);
    if (parameters.has(name)) {
      throw invalidArgument(`--param ${name} is given twice: give each name once`);
    }
    parameters.set(name, text.slice(equals + 1));
  }
  return [...parameters];
}
