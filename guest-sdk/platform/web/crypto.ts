/**
 * `crypto`: random values, and nothing else of Web Crypto.
 *
 * Asks the host for every byte, at the call.
 */

import { randomBytes } from "coral:host";
import { DOMException } from "./dom_exception.ts";
import { asInterface, showProperties } from "./interface.ts";

/** What one call of `getRandomValues` may ask for, in bytes. */
const MOST_BYTES = 65_536;

const INTEGER_ARRAY = /^(Big)?(Ui|I)nt\d+(Clamped)?Array$/;

/** The class of `crypto`. */
export class Crypto {
  constructor() {
    throw new TypeError("Illegal constructor");
  }

  static {
    asInterface(this);
    showProperties(this, []);
  }

  /** Fills an array of integers, at most 65,536 bytes of them, and returns it. */
  getRandomValues<T extends ArrayBufferView>(array: T): T {
    const kind = ArrayBuffer.isView(array)
      ? Object.prototype.toString.call(array).slice(8, -1)
      : "";
    if (!INTEGER_ARRAY.test(kind)) {
      const message = "The provided value is not an integer-type TypedArray";
      throw new DOMException(message, "TypeMismatchError");
    }
    if (array.byteLength > MOST_BYTES) {
      throw new DOMException(
        `The ArrayBufferView's byte length (${array.byteLength}) exceeds the number of bytes of ` +
          `entropy available via this API (${MOST_BYTES})`,
        "QuotaExceededError",
      );
    }
    const target = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    target.set(randomBytes(array.byteLength));
    return array;
  }

  /** A random UUID, version 4. */
  randomUUID(): string {
    const bytes = new Uint8Array(randomBytes(16));
    bytes[6] = bytes[6] & 0x0f | 0x40; // version 4
    bytes[8] = bytes[8] & 0x3f | 0x80; // the variant of RFC 9562
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
}

/** The run's own. */
export const crypto: Crypto = Object.create(Crypto.prototype);
