/**
 * Hosts that are numbers: IPv4 and IPv6 addresses, read as leniently as URLs allow and written in
 * one way.
 *
 * Knows nothing of domains.
 */

const PIECES = 8;

/** Whether a domain must be an IPv4 address: its last label is a number. */
export function endsInNumber(domain: string): boolean {
  return /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i.test(domain);
}

function parseNumber(text: string): number {
  if (/^0x[0-9a-f]*$/i.test(text)) return parseInt(text.slice(2) || "0", 16);
  if (/^0[0-7]+$/.test(text)) return parseInt(text, 8);
  return /^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : NaN;
}

/** `127.1` is `127.0.0.1`; undefined where the text is no address. */
export function parseIpv4(text: string): string | undefined {
  const numbers = text.replace(/\.$/, "").split(".").map(parseNumber);
  if (numbers.length > 4 || numbers.some(Number.isNaN)) return undefined;
  const last = numbers.pop() ?? 0;
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) {
    return undefined;
  }
  const address = numbers.reduce((sum, number, index) => sum + number * 256 ** (3 - index), last);
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}

function parsePieces(text: string): number[] | undefined {
  if (text === "") return [];
  const pieces = text.split(":");
  const last = pieces[pieces.length - 1];
  if (last.includes(".")) {
    if (!/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(last)) return undefined;
    const bytes = last.split(".").map(Number);
    if (bytes.some((byte) => byte > 255)) return undefined;
    const words = [bytes[0] * 256 + bytes[1], bytes[2] * 256 + bytes[3]];
    pieces.splice(-1, 1, ...words.map((word) => word.toString(16)));
  }
  if (!pieces.every((piece) => /^[0-9a-f]{1,4}$/i.test(piece))) return undefined;
  return pieces.map((piece) => parseInt(piece, 16));
}

/** An address without its brackets, in its shortest form; undefined where the text is none. */
export function parseIpv6(text: string): string | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [before, after] = halves.map(parsePieces);
  if (!before || (halves.length === 2 && !after)) return undefined;
  if (halves.length === 2 && halves[0].includes(".")) return undefined;
  const missing = PIECES - before.length - (after?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return serializeIpv6([...before, ...Array<number>(missing).fill(0), ...(after ?? [])]);
}

/** The first of the longest runs of zeros becomes `::`. */
function serializeIpv6(pieces: number[]): string {
  let start = 0;
  let length = 1;
  for (let index = 0; index < PIECES; index += 1) {
    let end = index;
    while (pieces[end] === 0) end += 1;
    if (end - index > length) [start, length] = [index, end - index];
  }
  const digits = pieces.map((piece) => piece.toString(16));
  if (length < 2) return digits.join(":");
  return `${digits.slice(0, start).join(":")}::${digits.slice(start + length).join(":")}`;
}
