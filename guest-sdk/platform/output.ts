/**
 * What a script writes to its two streams: the host takes whole lines, a script may write less.
 *
 * Knows nothing of who writes what.
 */

import { listen, print } from "coral:host";
import type { Level } from "./console/console.ts";
import { TextDecoder } from "./web/text_decoder.ts";

/** One of the two streams, by the level that its text has. */
export type Stream = "log" | "error";

/** What was written of a line that has not ended. */
const begun: Record<Stream, string> = { log: "", error: "" };

const decoders: Partial<Record<Stream, TextDecoder>> = {};

function streamOf(level: Level): Stream {
  return level === "error" || level === "warn" ? "error" : "log";
}

/** Prints a text that ends its line. */
export function printLine(level: Level, text: string): void {
  const stream = streamOf(level);
  const start = begun[stream];
  if (start) begun[stream] = "";
  print(level, start + text);
}

/** Writes a text, which may end in the middle of a line. */
export function writeText(stream: Stream, text: string): void {
  const end = text.lastIndexOf("\n");
  if (end >= 0) printLine(stream, text.slice(0, end));
  begun[stream] += text.slice(end + 1);
  listen();
}

/** Writes bytes, which may end in the middle of a character. */
export function writeBytes(stream: Stream, bytes: Uint8Array): void {
  const decoder = decoders[stream] ??= new TextDecoder("utf-8", { ignoreBOM: true });
  writeText(stream, decoder.decode(bytes, { stream: true }));
}

/** Prints the lines that have not ended. */
export function flush(): void {
  for (const stream of ["log", "error"] as const) if (begun[stream]) printLine(stream, "");
}
