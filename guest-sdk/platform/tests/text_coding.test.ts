/**
 * `TextDecoder` and `TextEncoder` beside Deno's.
 */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { createInspect } from "../inspect/inspector.ts";
import { TextDecoder } from "../web/text_decoder.ts";
import { TextEncoder } from "../web/text_encoder.ts";
import { sameAnswer, sameAnswers } from "./comparison.ts";

type Decoder = typeof TextDecoder;

const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "latin1"];

const BYTES = [
  [],
  [0x61],
  [0xef, 0xbb, 0xbf],
  [0xef, 0xbb, 0xbf, 0x61],
  [0xef, 0xbb],
  [0xc3, 0xa9, 0xe2, 0x98, 0x83, 0xf0, 0x9f, 0x98, 0x80],
  [0xff, 0xfe, 0x61, 0x00],
  [0xfe, 0xff, 0x00, 0x61],
  [0xc0, 0x80, 0xe0, 0x80, 0x80, 0xf0, 0x80, 0x80, 0x80],
  [0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0xf8],
  [0xe2, 0x98],
  [0xf0, 0x9f, 0x98],
  [0xe2, 0x28, 0xa1],
  [0x80, 0x81, 0x9f, 0xa0, 0xff],
  [0x3d, 0xd8, 0x00, 0xde],
  [0xd8, 0x3d, 0xde, 0x00],
  [0x3d, 0xd8],
  [0x3d, 0xd8, 0x61],
  [0x3d, 0xd8, 0x61, 0x00],
  [0x00, 0xde, 0x61, 0x00],
];

Deno.test("bytes are the same text, at once and in pieces", () => {
  for (const encoding of ENCODINGS) {
    for (const options of [{}, { fatal: true }, { ignoreBOM: true }]) {
      for (const size of [1, 2, 3, 100]) {
        const what = `${encoding} ${JSON.stringify(options)} by ${size}`;
        sameAnswers<Decoder, number[]>(
          TextDecoder,
          globalThis.TextDecoder,
          BYTES,
          (Decoder, bytes) => {
            const decoder = new Decoder(encoding, options);
            const texts = [what];
            for (let index = 0; index < bytes.length; index += size) {
              const piece = new Uint8Array(bytes.slice(index, index + size));
              texts.push(decoder.decode(piece, { stream: true }));
            }
            texts.push(decoder.decode());
            return texts;
          },
        );
        sameAnswers<Decoder, number[]>(
          TextDecoder,
          globalThis.TextDecoder,
          BYTES,
          (Decoder, bytes) => new Decoder(encoding, options).decode(new Uint8Array(bytes)),
        );
      }
    }
  }
});

Deno.test("labels mean the same", () => {
  const labels = [
    "UTF8",
    " utf-8\n",
    "unicode-1-1-utf-8",
    "utf-16",
    "ucs-2",
    "unicodefffe",
    "ascii",
  ];
  labels.push("iso-8859-1", "cp1252", "us-ascii", "x", "", "\u00a0utf-8", "l1", "utf-7");
  sameAnswers<Decoder, string>(
    TextDecoder,
    globalThis.TextDecoder,
    labels,
    (Decoder, label) => new Decoder(label).encoding,
  );
});

Deno.test("what is no bytes is refused in the same words", () => {
  const inputs = [null, 5, "x", [1], {}, new ArrayBuffer(2), new DataView(new ArrayBuffer(3), 1)];
  sameAnswers<Decoder, unknown>(
    TextDecoder,
    globalThis.TextDecoder,
    inputs,
    (Decoder, input) => new Decoder().decode(input),
  );
  sameAnswer<Decoder>(
    "options",
    TextDecoder,
    globalThis.TextDecoder,
    (Decoder) => new Decoder("utf-8", 5),
  );
});

Deno.test("text is the same bytes", () => {
  const texts: unknown[] = ["", "a", "é☃😀", "\ud800", "\udc00x", "a\0b", undefined, null, 5];
  sameAnswers(TextEncoder, globalThis.TextEncoder, texts, (Encoder, text) => {
    return [...new Encoder().encode(text)];
  });
  for (let size = 0; size < 12; size += 1) {
    sameAnswers(TextEncoder, globalThis.TextEncoder, texts, (Encoder, text) => {
      const bytes = new Uint8Array(size);
      return [new Encoder().encodeInto(text, bytes), [...bytes]];
    });
  }
  sameAnswer("no bytes", TextEncoder, globalThis.TextEncoder, (Encoder) => {
    // deno-lint-ignore no-explicit-any -- wrong arguments are wanted
    return (new Encoder() as any).encodeInto("a", "b");
  });
});

Deno.test("both are shown as Deno shows them", () => {
  const inspect = createInspect({
    promiseState: () => ({ state: "pending" }),
    iteratorState: () => undefined,
    proxyTarget: () => undefined,
  });
  strictEqual(inspect(new TextEncoder()), Deno.inspect(new globalThis.TextEncoder()));
  deepStrictEqual(
    inspect(new TextDecoder("latin1", { fatal: true })),
    Deno.inspect(new globalThis.TextDecoder("latin1", { fatal: true })),
  );
});
