/**
 * The entries of `performance`: marks and measures.
 *
 * Knows nothing of any clock.
 */

import { codedTypeError } from "./arguments.ts";
import { asInterface, showProperties } from "./interface.ts";

/** What an entry holds. */
export interface EntryFields {
  name: string;
  entryType: string;
  startTime: number;
  duration: number;
  detail: unknown;
}

/** Only the platform makes entries. */
export const KEY = Symbol();

const SHOWN = ["name", "entryType", "startTime", "duration", "detail"] as const;

let detailOf: (entry: PerformanceEntry) => unknown;

/** Something that happened at a time. */
export class PerformanceEntry {
  readonly #fields: EntryFields;

  constructor(key?: unknown, fields?: unknown) {
    if (key !== KEY) throw codedTypeError("ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
    this.#fields = fields as EntryFields;
  }

  static {
    Object.defineProperty(this, "length", { value: 0, configurable: true });
    asInterface(this);
    showProperties(this, ["name", "entryType", "startTime", "duration"]);
    detailOf = (entry) => entry.#fields.detail;
  }

  get name(): string {
    return this.#fields.name;
  }

  get entryType(): string {
    return this.#fields.entryType;
  }

  get startTime(): number {
    return this.#fields.startTime;
  }

  get duration(): number {
    return this.#fields.duration;
  }

  toJSON(): Partial<EntryFields> {
    const { name, entryType, startTime, duration } = this;
    return { name, entryType, startTime, duration };
  }
}

/** A time span between two marks. */
export class PerformanceMeasure extends PerformanceEntry {
  static {
    Object.defineProperty(this, "length", { value: 0, configurable: true });
    asInterface(this);
    showProperties(this, SHOWN);
  }

  get detail(): unknown {
    return detailOf(this);
  }

  override toJSON(): Partial<EntryFields> {
    return { ...super.toJSON(), detail: this.detail };
  }
}
