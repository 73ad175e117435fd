/**
 * Exact decimal numbers: what numbers, bigints and texts say, and rounding them.
 *
 * Knows no notation.
 */

/** `0.digits × 10^point`, where neither end of `digits` is a 0; zero has no digits. */
export interface Decimal {
  negative: boolean;
  digits: string;
  point: number;
}

/** A value as `Intl` sees it: a decimal, or one of the two that are none. */
export type Quantity = Decimal | { negative: boolean; special: "NaN" | "Infinity" };

function decimal(negative: boolean, digits: string, point: number): Decimal {
  const trimmed = digits.replace(/^0+/, "");
  const significant = trimmed.replace(/0+$/, "");
  return significant === ""
    ? { negative, digits: "", point: 0 }
    : { negative, digits: significant, point: point - (digits.length - trimmed.length) };
}

function parsed(text: string): Decimal {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text)!;
  return decimal(sign === "-", whole + fraction, whole.length + Number(exponent));
}

function ofNumber(value: number): Quantity {
  const negative = value < 0 || Object.is(value, -0);
  if (Number.isNaN(value)) return { negative: false, special: "NaN" };
  if (!Number.isFinite(value)) return { negative, special: "Infinity" };
  // The shortest digits that make this number are the ones that count, as in ICU.
  return { ...parsed(String(Math.abs(value))), negative };
}

/** The exact value of whatever can be formatted as a number. */
export function quantityOf(value: unknown): Quantity {
  const primitive = typeof value === "object" && value !== null || typeof value === "function"
    ? toPrimitive(value)
    : value;
  if (typeof primitive === "bigint") return parsed(String(primitive));
  if (typeof primitive === "string") {
    const text = primitive.trim();
    // A text's digits all count, also where a number would not hold them.
    if (Number.isFinite(Number(text)) && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
      return parsed(text);
    }
  }
  if (typeof primitive === "symbol") {
    throw new TypeError("Cannot convert a Symbol value to a number");
  }
  return ofNumber(Number(primitive));
}

function toPrimitive(value: object): unknown {
  // A Date's own hint is "number" too, which is what distinguishes this from `${value}`.
  const exotic: unknown = Reflect.get(value, Symbol.toPrimitive);
  if (exotic !== undefined && exotic !== null) {
    return Reflect.apply(exotic as () => unknown, value, ["number"]);
  }
  const own: unknown = value.valueOf?.();
  return typeof own === "object" && own !== null || typeof own === "function" ? String(value) : own;
}

/** The power of ten of the first digit. */
export function magnitudeOf(value: Decimal): number {
  return value.digits === "" ? 0 : value.point - 1;
}

/** `value × 10^power`. */
export function shifted(value: Decimal, power: number): Decimal {
  return value.digits === "" ? value : { ...value, point: value.point + power };
}

export const ROUNDING_MODES = [
  "ceil",
  "floor",
  "expand",
  "trunc",
  "halfCeil",
  "halfFloor",
  "halfExpand",
  "halfTrunc",
  "halfEven",
] as const;

export type RoundingMode = typeof ROUNDING_MODES[number];

/** Whether what is between two multiples goes to the one further from zero. `half` tells by its sign where it lies. */
function goesUp(mode: RoundingMode, half: number, negative: boolean, odd: boolean): boolean {
  const direction = mode.replace("half", "").toLowerCase();
  if (mode.startsWith("half") && half !== 0) return half > 0;
  if (direction === "even") return odd;
  return direction === "expand" || direction === (negative ? "floor" : "ceil");
}

/** The multiple of `increment × 10^magnitude` that `mode` chooses for `value`. */
export function rounded(
  value: Decimal,
  magnitude: number,
  increment: number,
  mode: RoundingMode,
): Decimal {
  const { negative, digits, point } = value;
  const kept = point - magnitude;
  if (digits === "" || (increment === 1 && kept >= digits.length)) return value;
  const rest = kept < 0 ? "0" : digits.slice(kept);
  let whole = BigInt(digits.slice(0, Math.max(kept, 0)).padEnd(kept, "0") || "0");
  // In tenths, with one more for what lies beyond, so that a half can be told from a little more.
  const step = BigInt(increment);
  const over = whole % step * 10n + BigInt(rest[0] ?? "0");
  const beyond = rest.length > 1 || kept < 0;
  whole -= whole % step;
  if (over !== 0n || beyond) {
    const half = over > step * 5n ? 1 : over < step * 5n ? -1 : beyond ? 1 : 0;
    if (goesUp(mode, half, negative, whole / step % 2n === 1n)) whole += step;
  }
  const text = String(whole);
  return decimal(negative, text, text.length + magnitude);
}
