/**
 * Punycode (RFC 3492): one label of a domain in ASCII.
 *
 * Knows nothing of domains: no dots, no `xn--`, no mapping of letters.
 */

const BASE = 36;
const LEAST_THRESHOLD = 1;
const MOST_THRESHOLD = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE_POINT = 128;

const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

function adapt(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / count);
  let bias = 0;
  for (; rest > (BASE - LEAST_THRESHOLD) * MOST_THRESHOLD / 2; bias += BASE) {
    rest = Math.floor(rest / (BASE - LEAST_THRESHOLD));
  }
  return bias + Math.floor((BASE - LEAST_THRESHOLD + 1) * rest / (rest + SKEW));
}

/** The number as digits whose places depend on `bias`. */
function encodeNumber(number: number, bias: number): string {
  let text = "";
  let rest = number;
  for (let place = BASE;; place += BASE) {
    const threshold = Math.min(Math.max(place - bias, LEAST_THRESHOLD), MOST_THRESHOLD);
    if (rest < threshold) return text + DIGITS[rest];
    const span = BASE - threshold;
    text += DIGITS[threshold + (rest - threshold) % span];
    rest = Math.floor((rest - threshold) / span);
  }
}

/** Encodes a label. */
export function encodePunycode(label: string): string {
  const points = Array.from(label, (character) => character.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < FIRST_CODE_POINT);
  let text = String.fromCodePoint(...basic);
  if (text) text += "-";

  let delta = 0;
  let bias = FIRST_BIAS;
  let handled = basic.length;
  let last = FIRST_CODE_POINT;
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= last));
    delta += (next - last) * (handled + 1);
    last = next;
    for (const point of points) {
      if (point < last) delta += 1;
      if (point !== last) continue;
      text += encodeNumber(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    last += 1;
  }
  return text;
}
