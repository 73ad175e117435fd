/**
 * Parameters in a command line: what is read, and what is refused.
 */

import { deepStrictEqual, throws } from "node:assert/strict";
import { parseParameters } from "../src/arguments.ts";

Deno.test("parameters are read in both forms, and all else is passed over", () => {
  deepStrictEqual(
    parseParameters(["x", "--param", "a=1", "--parameter=b=2", "-p", "--param=c=d=e", "f=2"]),
    [["a", "1"], ["c", "d=e"]],
  );
  deepStrictEqual(parseParameters(["--param", "a=", "--param=b=\n"]), [["a", ""], ["b", "\n"]]);
  deepStrictEqual(parseParameters(["--param", "__proto__=1"]), [["__proto__", "1"]]);
  deepStrictEqual(parseParameters([]), []);
});

Deno.test("what is no parameter is refused", () => {
  const refused: [commandLine: string[], message: string][] = [
    [["--param", "a"], '"a" is no parameter: write --param NAME=VALUE'],
    [["--param", "=1"], '"=1" is no parameter: write --param NAME=VALUE'],
    [["--param=a"], '"a" is no parameter: write --param NAME=VALUE'],
    [["--param="], '"" is no parameter: write --param NAME=VALUE'],
    [["--param"], '"" is no parameter: write --param NAME=VALUE'],
    [["--param", "a=1", "--param=a=2"], "--param a is given twice: give each name once"],
  ];
  for (const [commandLine, message] of refused) {
    throws(() => parseParameters(commandLine), {
      name: "CoralError",
      code: "invalid-argument",
      message,
    });
  }
});
