/**
 * `TextDecoder`: text out of bytes in UTF-8, UTF-16 and Latin-1.
 *
 * UTF-8 is decoded by the engine's own decoder, which this module finds in its place. Knows none of
 * the other encodings of the web: their tables are larger than all of the platform.
 */

import { codedTypeError, dictionary } from "./arguments.ts";
import { asInterface, showProperties } from "./interface.ts";
import { createStream, type Encoding, encodingOf, type TextStream } from "./text_stream.ts";

/** The bytes of a buffer, or of a view on one; undefined where the value is neither. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  const tag = Object.prototype.toString.call(value);
  const isBuffer = tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]";
  return isBuffer ? new Uint8Array(value as ArrayBuffer) : undefined;
}

/** Decodes bytes, all at once or piece by piece. */
export class TextDecoder {
  readonly #encoding: Encoding;
  readonly #fatal: boolean;
  readonly #ignoreBOM: boolean;
  /** What the pieces so far have left. */
  #stream: TextStream | undefined;

  constructor(label: unknown = "utf-8", options?: unknown) {
    const { fatal, ignoreBOM } = dictionary<{ fatal: unknown; ignoreBOM: unknown }>(
      options,
      "construct 'TextDecoder'",
    );
    const encoding = encodingOf(`${label}`);
    if (!encoding) {
      const error = new RangeError(`The encoding label provided ('${label}') is invalid.`);
      throw Object.assign(error, { code: "ERR_ENCODING_NOT_SUPPORTED" });
    }
    this.#encoding = encoding;
    this.#fatal = Boolean(fatal);
    this.#ignoreBOM = Boolean(ignoreBOM);
  }

  static {
    Object.defineProperty(this, "length", { value: 0, configurable: true });
    asInterface(this);
    showProperties(this, ["encoding", "fatal", "ignoreBOM"]);
  }

  get encoding(): string {
    return this.#encoding;
  }

  get fatal(): boolean {
    return this.#fatal;
  }

  get ignoreBOM(): boolean {
    return this.#ignoreBOM;
  }

  /** With `stream`, bytes that begin a character wait for the next piece. */
  decode(input: unknown = new Uint8Array(), options?: unknown): string {
    const failure = "execute 'decode' on 'TextDecoder'";
    const bytes = bytesOf(input);
    if (!bytes) {
      throw codedTypeError(
        "ERR_INVALID_ARG_TYPE",
        `Failed to ${failure}: Argument 1 is not an ArrayBuffer, SharedArrayBuffer, or a view on one`,
      );
    }
    const isLast = !dictionary<{ stream: unknown }>(options, failure).stream;
    const stream = this.#stream ??
      createStream(this.#encoding, { fatal: this.#fatal, ignoreBOM: this.#ignoreBOM });
    // What fails has used up the stream.
    this.#stream = undefined;
    const text = stream.decode(bytes, isLast);
    if (!isLast) this.#stream = stream;
    return text;
  }
}
