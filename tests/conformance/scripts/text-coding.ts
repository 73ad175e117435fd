/**
 * `TextEncoder` and `TextDecoder`: UTF-8, UTF-16 and Latin-1, at once and in pieces.
 */

const encoder = new TextEncoder();
const bytes = encoder.encode("aé☃😀\ud800");
console.log(encoder, bytes, encoder.encodeInto("é☃", new Uint8Array(4)));
console.log(new TextDecoder().decode(bytes), new TextDecoder("latin1"));

const decoder = new TextDecoder();
let text = "";
for (const byte of bytes) text += decoder.decode(new Uint8Array([byte]), { stream: true });
console.log(text + decoder.decode(), text.length);

const marked = new Uint8Array([0xef, 0xbb, 0xbf, 0x61]);
console.log(new TextDecoder().decode(marked).length);
console.log(new TextDecoder("utf-8", { ignoreBOM: true }).decode(marked).length);
console.log(new TextDecoder("utf-16le").decode(new Uint8Array([0x3d, 0xd8, 0x00, 0xde])));
console.log(new TextDecoder("utf-16be").decode(new Uint8Array([0x00, 0x61, 0xd8])));
console.log(new TextDecoder("ascii").decode(new Uint8Array([0x80, 0xe9])));
for (const [label, fatal] of [["utf-8", true], ["utf-16", true], ["klingon", false]] as const) {
  try {
    console.log(new TextDecoder(label, { fatal }).decode(new Uint8Array([0xff])));
  } catch (error) {
    console.log((error as Error).name, (error as Error).message);
  }
}
