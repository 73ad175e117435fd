/**
 * Bytes as texts, resizable buffers, views.
 */

const bytes = new Uint8Array([1, 251, 255]);
console.log(
  bytes.toHex(),
  bytes.toBase64(),
  Uint8Array.fromHex("01ff"),
  Uint8Array.fromBase64("Af8="),
);
console.log(bytes.toBase64({ alphabet: "base64url", omitPadding: true }));
const buffer = new ArrayBuffer(4, { maxByteLength: 8 });
buffer.resize(6);
console.log(buffer.byteLength, buffer.resizable, buffer.transfer(2).byteLength, buffer.detached);
const view = new DataView(new ArrayBuffer(16));
view.setFloat64(0, Math.PI);
view.setBigInt64(8, -5n, true);
console.log(view.getFloat64(0), view.getBigInt64(8, true), view.getUint8(0));
console.log(new Uint8ClampedArray([300, -5, 1.5]), new Int8Array([200]), Uint8Array.from("123"));
console.log(new TextDecoder().decode(new TextEncoder().encode("é😀")), btoa("abc"), atob("YWJj"));
