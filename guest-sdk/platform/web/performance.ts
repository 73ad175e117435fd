/**
 * `performance`: the clock that never steps back, and the marks and measures that a script makes
 * with it.
 *
 * Reads no clock before it is asked: the engine is a snapshot that many runs start from. Knows
 * nothing of observers.
 */

import { monotonicClockMs, wallClockMs } from "coral:host";
import { codedTypeError, dictionary, requireArguments } from "./arguments.ts";
import { DOMException } from "./dom_exception.ts";
import { EventTarget } from "./event_target.ts";
import { asInterface, showProperties } from "./interface.ts";
import { KEY, PerformanceEntry, PerformanceMeasure } from "./performance_entry.ts";
import { structuredClone } from "./structured_clone.ts";

interface MarkOptions {
  detail: unknown;
  startTime: number;
}

interface MeasureOptions {
  detail: unknown;
  start: unknown;
  end: unknown;
  duration: number;
}

function cloneDetail(detail: unknown): unknown {
  return detail === undefined || detail === null ? null : structuredClone(detail);
}

/** A moment that a script has named. */
export class PerformanceMark extends PerformanceEntry {
  readonly #detail: unknown;

  constructor(name: unknown, options: unknown = undefined) {
    const failure = "construct 'PerformanceMark'";
    requireArguments(arguments.length, 1, failure);
    const { detail, startTime } = dictionary<MarkOptions>(options, failure);
    const start = startTime === undefined ? monotonicClockMs() : Number(startTime);
    if (start < 0) {
      throw new TypeError(
        `Cannot construct PerformanceMark: startTime cannot be negative, received ${start}`,
      );
    }
    super(KEY, { name: `${name}`, entryType: "mark", startTime: start, duration: 0 });
    this.#detail = cloneDetail(detail);
  }

  static {
    asInterface(this);
    showProperties(this, ["name", "entryType", "startTime", "duration", "detail"]);
  }

  get detail(): unknown {
    return this.#detail;
  }

  override toJSON() {
    return { ...super.toJSON(), detail: this.detail };
  }
}

/** The clock, and a list of entries. */
export class Performance extends EventTarget {
  #timeOrigin: number | undefined;
  #entries: PerformanceEntry[] = [];

  constructor(key?: unknown) {
    if (key !== KEY) throw codedTypeError("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
    super();
  }

  static {
    Object.defineProperty(this, "length", { value: 0, configurable: true });
    asInterface(this);
    showProperties(this, ["timeOrigin"]);
  }

  /** When the run began: milliseconds since 1970. */
  get timeOrigin(): number {
    return this.#timeOrigin ??= wallClockMs() - monotonicClockMs();
  }

  /** Milliseconds since the run began, with a fraction. */
  now(): number {
    return monotonicClockMs();
  }

  mark(name: unknown, options?: unknown): PerformanceMark {
    requireArguments(arguments.length, 1, "execute 'mark' on 'Performance'");
    const mark = new PerformanceMark(name, options);
    this.#entries.push(mark);
    return mark;
  }

  /** Measures from one mark, or time, to another. */
  measure(name: unknown, startOrOptions?: unknown, end?: unknown): PerformanceMeasure {
    requireArguments(arguments.length, 1, "execute 'measure' on 'Performance'");
    const isObject = typeof startOrOptions === "object" && startOrOptions !== null;
    const options: Partial<MeasureOptions> = isObject ? startOrOptions : { start: startOrOptions };
    if (isObject && Object.keys(options).length > 0) this.#check(options, end);

    const duration = Number(options.duration ?? 0);
    const last = end ?? options.end;
    let endTime = monotonicClockMs();
    if (last !== undefined) endTime = this.#timeOf(last);
    else if (options.start !== undefined && options.duration !== undefined) {
      endTime = this.#timeOf(options.start) + duration;
    }
    let startTime = 0;
    if (options.start !== undefined) startTime = this.#timeOf(options.start);
    else if (options.duration !== undefined && last !== undefined) startTime = endTime - duration;

    const measure = new PerformanceMeasure(KEY, {
      name: `${name}`,
      entryType: "measure",
      startTime,
      duration: endTime - startTime,
      detail: cloneDetail(options.detail),
    });
    this.#entries.push(measure);
    return measure;
  }

  clearMarks(name?: unknown): void {
    this.#clear("mark", name);
  }

  clearMeasures(name?: unknown): void {
    this.#clear("measure", name);
  }

  getEntries(): PerformanceEntry[] {
    return [...this.#entries];
  }

  getEntriesByName(name: unknown, type?: unknown): PerformanceEntry[] {
    return this.getEntries().filter((entry) =>
      entry.name === `${name}` && (type === undefined || entry.entryType === `${type}`)
    );
  }

  getEntriesByType(type: unknown): PerformanceEntry[] {
    return this.getEntries().filter((entry) => entry.entryType === `${type}`);
  }

  toJSON(): { timeOrigin: number } {
    return { timeOrigin: this.timeOrigin };
  }

  #check(options: Partial<MeasureOptions>, end: unknown): void {
    const { start, duration, end: last } = options;
    if (end !== undefined) throw new TypeError('Options cannot be passed with "endMark"');
    if (start !== undefined && last !== undefined && duration !== undefined) {
      throw new TypeError('Cannot specify "start", "end", and "duration" together in options');
    }
  }

  #timeOf(mark: unknown): number {
    if (typeof mark === "number") {
      if (mark >= 0) return mark;
      throw new TypeError(`Mark cannot be negative: received ${mark}`);
    }
    const found = this.#entries.findLast((entry) =>
      entry.entryType === "mark" && entry.name === `${mark}`
    );
    if (found) return found.startTime;
    throw new DOMException(`Cannot find mark: "${mark}"`, "SyntaxError");
  }

  #clear(type: string, name: unknown): void {
    this.#entries = this.#entries.filter((entry) =>
      entry.entryType !== type || (name !== undefined && entry.name !== `${name}`)
    );
  }
}

/** The run's own. */
export const performance = new Performance(KEY);
