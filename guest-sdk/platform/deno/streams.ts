/**
 * `Deno.stdin`, `Deno.stdout` and `Deno.stderr`: there is nothing to read, and what is written goes where the console's
 * lines go.
 *
 * Knows nothing of lines.
 */

import { type Stream, writeBytes } from "../output.ts";

class Stdin {
  // deno-lint-ignore require-await -- as in Deno
  async read(_buffer: Uint8Array): Promise<number | null> {
    return null;
  }
  readSync(_buffer: Uint8Array): number | null {
    return null;
  }
  isTerminal(): boolean {
    return false;
  }
}

class Output {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** All of it is written at once. */
  // deno-lint-ignore require-await -- a mistake is a rejection, as it is in Deno
  async write(bytes: Uint8Array): Promise<number> {
    return this.writeSync(bytes);
  }
  writeSync(bytes: Uint8Array): number {
    if (!ArrayBuffer.isView(bytes)) throw new TypeError("expected typed ArrayBufferView");
    writeBytes(this.#stream, bytes);
    return bytes.byteLength;
  }
  isTerminal(): boolean {
    return false;
  }
}

class Stdout extends Output {}
class Stderr extends Output {}

/** The three of them. */
export const streams = {
  stdin: new Stdin(),
  stdout: new Stdout("log"),
  stderr: new Stderr("error"),
};
