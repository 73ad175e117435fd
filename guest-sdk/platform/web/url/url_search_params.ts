/**
 * `URLSearchParams`: the names and values of a query, in their order.
 *
 * Knows nothing of URLs but that one may want to hear of changes.
 */

import { codedTypeError } from "../arguments.ts";
import { asInterface, type InspectPart, showAs } from "../interface.ts";
import { type Pair, parseForm, serializeForm } from "./form.ts";
import { pairIterator } from "./pair_iterator.ts";

/** Pairs that together need more columns get a line each. */
const WIDEST_LINE = 60;

function notTuples(): TypeError {
  const message = "Each query pair must be an iterable [name, value] tuple";
  return codedTypeError("ERR_INVALID_TUPLE", message);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && typeof Reflect.get(value, Symbol.iterator) === "function";
}

function readTuples(tuples: Iterable<unknown>): Pair[] {
  return Array.from(tuples, (tuple) => {
    if (!isIterable(tuple)) throw notTuples();
    const texts = [...tuple];
    if (texts.length !== 2) throw notTuples();
    return [toText(texts[0]), toText(texts[1])];
  });
}

function readRecord(record: object): Pair[] {
  const keys = Reflect.ownKeys(record).filter((key) =>
    Object.prototype.propertyIsEnumerable.call(record, key)
  );
  // A name that was given twice, in different half pairs, has its last value.
  const pairs = keys.map((key): Pair => [toText(key), toText(Reflect.get(record, key))]);
  return [...new Map(pairs)];
}

function readPairs(init: unknown): Pair[] {
  if ((typeof init !== "object" && typeof init !== "function") || init === null) {
    return init === undefined ? [] : parseForm(toText(init).replace(/^\?/, ""));
  }
  const method = Reflect.get(init, Symbol.iterator);
  if (method === undefined || method === null) return readRecord(init);
  if (!isIterable(init)) {
    throw codedTypeError("ERR_ARG_NOT_ITERABLE", "Query pairs must be iterable");
  }
  return readTuples(init);
}

function toText(value: unknown): string {
  // Not `String`, which would take a symbol.
  return `${value}`.toWellFormed();
}

function requireName(given: number): void {
  if (given < 1) throw codedTypeError("ERR_MISSING_ARGS", 'The "name" argument must be specified');
}

function requireBoth(given: number): void {
  const message = 'The "name" and "value" arguments must be specified';
  if (given < 2) throw codedTypeError("ERR_MISSING_ARGS", message);
}

/**
 * Fills `params` with the pairs of `query`; `changed` hears of every change that a script makes.
 */
export let attach: (
  params: URLSearchParams,
  query: string,
  changed?: (query: string) => void,
) => void;

/** The pairs of a query. */
export class URLSearchParams {
  #pairs: Pair[];
  #changed: ((query: string) => void) | undefined;

  constructor(init?: unknown) {
    this.#pairs = readPairs(init);
  }

  static {
    attach = (params, query, changed) => {
      params.#pairs = parseForm(query);
      params.#changed = changed ?? params.#changed;
    };
    asInterface(this);
    showAs(this, (params, inspect, options) => params.#show(inspect, options));
    Object.defineProperty(this.prototype, Symbol.iterator, {
      value: this.prototype.entries,
      configurable: true,
      writable: true,
    });
  }

  #show(inspect: InspectPart, options: object): string {
    if (!(#pairs in this)) return "Object [URLSearchParams] {}";
    if (this.#pairs.length === 0) return "URLSearchParams {}";
    const parts = this.#pairs.map((pair) =>
      pair.map((text) => inspect(text, options)).join(" => ")
    );
    const line = parts.join(", ");
    return line.length > WIDEST_LINE
      ? `URLSearchParams {\n  ${parts.join(",\n  ")} }`
      : `URLSearchParams { ${line} }`;
  }

  #tell(): void {
    this.#changed?.(this.toString());
  }

  append(name: unknown, value: unknown): void {
    requireBoth(arguments.length);
    this.#pairs.push([toText(name), toText(value)]);
    this.#tell();
  }

  delete(name: unknown, value?: unknown): void {
    requireName(arguments.length);
    const matches = this.#matcher(name, value);
    this.#pairs = this.#pairs.filter((pair) => !matches(pair));
    this.#tell();
  }

  getAll(name: unknown): string[] {
    requireName(arguments.length);
    return this.#pairs.filter(this.#matcher(name)).map(([, value]) => value);
  }

  get(name: unknown): string | null {
    requireName(arguments.length);
    return this.#pairs.find(this.#matcher(name))?.[1] ?? null;
  }

  has(name: unknown, value?: unknown): boolean {
    requireName(arguments.length);
    return this.#pairs.some(this.#matcher(name, value));
  }

  /** Gives the name one value, at its first place. */
  set(name: unknown, value: unknown): void {
    requireBoth(arguments.length);
    const matches = this.#matcher(name);
    const pair: Pair = [toText(name), toText(value)];
    const first = this.#pairs.findIndex(matches);
    if (first < 0) this.#pairs.push(pair);
    else {
      this.#pairs[first] = pair;
      this.#pairs = this.#pairs.filter((other, index) => index <= first || !matches(other));
    }
    this.#tell();
  }

  /** Sorts by name; the values of one name keep their order. */
  sort(): void {
    this.#pairs.sort(([one], [other]) => one < other ? -1 : one > other ? 1 : 0);
    this.#tell();
  }

  toString(): string {
    return serializeForm(this.#pairs);
  }

  get size(): number {
    return this.#pairs.length;
  }

  entries(): IterableIterator<Pair> {
    return pairIterator(() => this.#pairs, ([name, value]): Pair => [name, value]);
  }

  keys(): IterableIterator<string> {
    return pairIterator(() => this.#pairs, ([name]) => name);
  }

  values(): IterableIterator<string> {
    return pairIterator(() => this.#pairs, ([, value]) => value);
  }

  forEach(callback: unknown, receiver?: unknown): void {
    if (typeof callback !== "function") {
      throw codedTypeError(
        "ERR_INVALID_ARG_TYPE",
        `The "callback" argument must be of type function. Received ${typeof callback}`,
      );
    }
    for (const [name, value] of this.entries()) callback.call(receiver, value, name, this);
  }

  #matcher(name: unknown, value?: unknown): (pair: Pair) => boolean {
    const wantedName = toText(name);
    const wantedValue = value === undefined ? undefined : toText(value);
    return ([name, value]) =>
      name === wantedName && (wantedValue === undefined || value === wantedValue);
  }
}
