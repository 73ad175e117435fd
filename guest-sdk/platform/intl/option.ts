/**
 * How a service reads its options: what is allowed, what stands for what is missing, and how it refuses.
 *
 * Knows no service.
 */

/** The options of one call, and the constructor or method that was called, by its name. */
export class Options {
  readonly #given: Record<string, unknown>;
  readonly #service: string;

  constructor(service: string, given: unknown) {
    this.#service = service;
    if (given === null) throw new TypeError(`${service} called on null or undefined`);
    this.#given = given === undefined ? Object.create(null) : Object(given);
  }

  /** The value as it was given. */
  raw(name: string): unknown {
    return this.#given[name];
  }

  /** One of `allowed`, or `fallback`. */
  choice<T extends string, F>(name: string, allowed: readonly T[], fallback: F): T | F {
    const value = this.raw(name);
    if (value === undefined) return fallback;
    const text = String(value) as T;
    if (!allowed.includes(text)) throw this.outOfRange(name, text);
    return text;
  }

  flag<F>(name: string, fallback: F): boolean | F {
    const value = this.raw(name);
    return value === undefined ? fallback : Boolean(value);
  }

  text(name: string): string | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : String(value);
  }

  /** A whole number of `least` to `most`, or `fallback`. */
  number<F>(name: string, least: number, most: number, fallback: F): number | F {
    return wholeNumber(this.raw(name), name, least, most, fallback);
  }

  outOfRange(name: string, value: string): RangeError {
    return new RangeError(
      `Value ${value} out of range for ${this.#service} options property ${name}`,
    );
  }

  /** What every service reads first, though it makes no difference to any of ours. */
  skipMatcher(): void {
    this.choice("localeMatcher", ["lookup", "best fit"], undefined);
  }
}

/** `value` as a whole number of `least` to `most`, or `fallback`. */
export function wholeNumber<F>(
  value: unknown,
  name: string,
  least: number,
  most: number,
  fallback: F,
): number | F {
  if (value === undefined) return fallback;
  const number = Number(value);
  // Which NaN does not pass either.
  if (!(number >= least && number <= most)) {
    throw new RangeError(`${name} value is out of range.`);
  }
  return Math.floor(number);
}
