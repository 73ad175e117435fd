/**
 * The encodings that text can be decoded from, each as a stream of pieces.
 *
 * Knows nothing of the class `TextDecoder` that scripts see; of the engine's own it takes UTF-8.
 */

/** The engine's, which decodes UTF-8 and nothing else, all at once. */
const EngineDecoder = globalThis.TextDecoder;

/** An encoding, by the name that the web gives it. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** What scripts call them. */
const LABELS: Record<Encoding, string> = {
  "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
  "utf-16le": "utf-16le utf-16 ucs-2 unicode unicodefeff csunicode iso-10646-ucs-2",
  "utf-16be": "utf-16be unicodefffe",
  "windows-1252":
    "windows-1252 latin1 l1 ascii us-ascii ansi_x3.4-1968 cp1252 x-cp1252 cp819 ibm819 " +
    "csisolatin1 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987",
};

/** What Latin-1 has for the bytes 0x80 to 0x9F on the web. */
const WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

const REPLACEMENT = "\ufffd";
const BOM = "\ufeff";

/** The encoding of that name. */
export function encodingOf(label: string): Encoding | undefined {
  const name = label.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, "").toLowerCase();
  const encodings = Object.keys(LABELS) as Encoding[];
  return encodings.find((encoding) => LABELS[encoding].split(" ").includes(name));
}

/** Decodes one piece after the other. */
export interface TextStream {
  decode(bytes: Uint8Array, isLast: boolean): string;
}

interface Settings {
  fatal: boolean;
  ignoreBOM: boolean;
}

/**
 * How one encoding works: how many bytes at the end only begin a character, and what the others
 * say.
 */
interface Codec {
  unfinished(bytes: Uint8Array): number;
  /** `isLast` where no more will follow. */
  decode(bytes: Uint8Array, fatal: boolean): string;
}

function invalid(): TypeError {
  return new TypeError("The encoded data is not valid");
}

const utf8: Codec = {
  unfinished(bytes) {
    for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
      const lead = bytes[bytes.length - count];
      if (lead < 0x80) return 0;
      if (lead < 0xc0) continue;
      const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
      if (lead < 0xc2 || lead > 0xf4 || count >= length) return 0;
      return count === 1 || isSecond(lead, bytes[bytes.length - count + 1]) ? count : 0;
    }
    return 0;
  },
  decode(bytes, fatal) {
    try {
      return new EngineDecoder("utf-8", { fatal, ignoreBOM: true }).decode(bytes);
    } catch {
      throw invalid();
    }
  },
};

/**
 * Whether the byte may follow `lead`, which excludes overlong forms, half pairs and what lies above
 * Unicode.
 */
function isSecond(lead: number, byte: number): boolean {
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return byte >= least && byte <= most;
}

function utf16(littleEndian: boolean): Codec {
  const unitAt = (bytes: Uint8Array, index: number) =>
    littleEndian ? bytes[index] | bytes[index + 1] << 8 : bytes[index] << 8 | bytes[index + 1];
  return {
    unfinished(bytes) {
      const odd = bytes.length % 2;
      const end = bytes.length - odd;
      const isHigh = end >= 2 && (unitAt(bytes, end - 2) & 0xfc00) === 0xd800;
      return odd + (isHigh ? 2 : 0);
    },
    decode(bytes, fatal) {
      const units = Array.from(
        { length: bytes.length >> 1 },
        (_, index) => String.fromCharCode(unitAt(bytes, 2 * index)),
      );
      let text = units.join("");
      // An odd byte ends the pair that it should have completed.
      if (bytes.length % 2) text = text.replace(/[\ud800-\udbff]$/, "") + REPLACEMENT;
      if (fatal && (bytes.length % 2 || !text.isWellFormed())) throw invalid();
      return text.toWellFormed();
    },
  };
}

const windows1252: Codec = {
  unfinished: () => 0,
  decode: (bytes) =>
    Array.from(
      bytes,
      (byte) => byte >= 0x80 && byte < 0xa0 ? WINDOWS[byte - 0x80] : String.fromCharCode(byte),
    ).join(""),
};

const CODECS: Record<Encoding, Codec> = {
  "utf-8": utf8,
  "utf-16le": utf16(true),
  "utf-16be": utf16(false),
  "windows-1252": windows1252,
};

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** A stream that has seen nothing yet. */
export function createStream(encoding: Encoding, { fatal, ignoreBOM }: Settings): TextStream {
  const codec = CODECS[encoding];
  let left = new Uint8Array();
  let hasBegun = ignoreBOM || encoding === "windows-1252";
  return {
    decode(piece, isLast) {
      const bytes = left.length === 0 ? piece : join(left, piece);
      const end = bytes.length - (isLast ? 0 : codec.unfinished(bytes));
      left = bytes.slice(end);
      const text = codec.decode(bytes.subarray(0, end), fatal);
      const hasBom = !hasBegun && text.startsWith(BOM);
      hasBegun ||= text !== "";
      return hasBom ? text.slice(1) : text;
    },
  };
}
