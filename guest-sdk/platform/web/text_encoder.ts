/**
 * `TextEncoder`: bytes in UTF-8 out of text, over the engine's own encoder.
 *
 * Knows nothing of other encodings: the web writes UTF-8 alone.
 */

import { asInterface, showProperties } from "./interface.ts";

/** The engine's, which has no `encodeInto`. */
const EngineEncoder = globalThis.TextEncoder;

function width(character: string): number {
  if (character < "\x80") return 1;
  if (character < "\u0800") return 2;
  return character.length === 1 ? 3 : 4;
}

/** Encodes text. */
export class TextEncoder {
  readonly #engine = new EngineEncoder();

  static {
    asInterface(this);
    showProperties(this, ["encoding"]);
  }

  get encoding(): string {
    return "utf-8";
  }

  encode(input: unknown = ""): Uint8Array {
    return this.#engine.encode(`${input}`.toWellFormed());
  }

  /** Writes as many whole characters as there is room for. */
  encodeInto(source: unknown, destination: Uint8Array): { read: number; written: number } {
    if (!(destination instanceof Uint8Array)) {
      throw new TypeError(
        "Failed to execute 'encodeInto' on 'TextEncoder': Argument 2 is not an Uint8Array object",
      );
    }
    const text = `${source}`.toWellFormed();
    let read = 0;
    let written = 0;
    for (const character of text) {
      const size = width(character);
      if (written + size > destination.length) break;
      read += character.length;
      written += size;
    }
    destination.set(this.encode(text.slice(0, read)));
    return { read, written };
  }
}
