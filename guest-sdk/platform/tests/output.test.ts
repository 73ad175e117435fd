/**
 * What a script writes to its streams reaches the host in whole lines.
 */

import { deepStrictEqual } from "node:assert/strict";
import { flush, printLine, writeBytes, writeText } from "../output.ts";
import { printed } from "./fake_host.ts";

function printedBy(write: () => void): [level: string, text: string][] {
  printed.length = 0;
  write();
  return printed.splice(0);
}

Deno.test("a line is printed when it ends", () => {
  deepStrictEqual(printedBy(() => writeText("log", "one ")), []);
  deepStrictEqual(printedBy(() => writeText("log", "line\ntwo\nth")), [["log", "one line\ntwo"]]);
  deepStrictEqual(printedBy(() => printLine("info", "ree")), [["info", "three"]]);
});

Deno.test("each stream has a line of its own", () => {
  const lines = printedBy(() => {
    writeText("log", "a");
    writeText("error", "b");
    printLine("warn", "!");
    printLine("debug", "?");
  });
  deepStrictEqual(lines, [["warn", "b!"], ["debug", "a?"]]);
});

Deno.test("bytes may end in the middle of a character", () => {
  const bytes = new TextEncoder().encode("\ufeffé😀\n");
  const lines = printedBy(() => {
    for (const byte of bytes) writeBytes("error", new Uint8Array([byte]));
  });
  deepStrictEqual(lines, [["error", "\ufeffé😀"]]);
});

Deno.test("lines that never end are printed at the end, once", () => {
  writeText("error", "half");
  deepStrictEqual(printedBy(flush), [["error", "half"]]);
  deepStrictEqual(printedBy(flush), []);
});
