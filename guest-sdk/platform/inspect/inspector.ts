/**
 * One inspection: walks a value, stops at its depth and at circles, and puts each object's text together.
 *
 * Knows how any object is opened, listed and closed; what each kind of object holds, `shape.ts` knows.
 */

import { enclose, inColumns, LONGEST_PLAIN_LIST } from "./layout.ts";
import { nameOf, prefixOf } from "./name.ts";
import { DEFAULT_SETTINGS, type InspectOptions, type Settings } from "./options.ts";
import { formatKey, formatPrimitive } from "./primitive.ts";
import { keysOf, type Shape, shapeOf } from "./shape.ts";

/** What an engine can tell of objects, and JavaScript cannot. */
export interface Insight {
  /** What has become of a promise. */
  promiseState(
    promise: Promise<unknown>,
  ): { state: "pending" } | { state: "fulfilled" | "rejected"; value: unknown };
  /** What a proxy stands for: null for a revoked one, undefined for any other object. */
  proxyTarget(value: object): object | null | undefined;
  /** What an iterator of a Map or a Set has still to give, which it then still gives; undefined for any other object. */
  iteratorState(iterator: object): { hasEntries: boolean; rest: unknown[] } | undefined;
}

/** Turns a value into the text that `console.log` shows for it. */
export type Inspect = (value: unknown, options?: InspectOptions) => string;

const DENO_CUSTOM = Symbol.for("Deno.customInspect");
const NODE_CUSTOM = Symbol.for("nodejs.util.inspect.custom");

function settingsOf(options: InspectOptions | undefined): Settings {
  const settings = { ...DEFAULT_SETTINGS, ...options };
  // As in Node, null is no bound.
  settings.depth ??= Infinity;
  return settings;
}

/** Makes the `inspect` of an engine. */
export function createInspect(insight: Insight): Inspect {
  const inspect: Inspect = (value, options) =>
    new Inspector(inspect, insight, settingsOf(options)).format(value, 0);
  return inspect;
}

/** The state of one inspection. */
export class Inspector {
  /** Columns by which the line being written is indented. */
  indentation: number;
  /** The level of the object that was opened last. */
  #lastLevel = 0;
  readonly #open: object[] = [];
  /** Objects that hold themselves, and their numbers. */
  readonly #circles = new Map<object, number>();

  constructor(
    readonly inspect: Inspect,
    readonly insight: Insight,
    readonly settings: Settings,
  ) {
    this.indentation = settings.indentation;
  }

  /** The text of `value`, found `level` objects deep. */
  format(value: unknown, level: number): string {
    if ((typeof value !== "object" && typeof value !== "function") || value === null) {
      return formatPrimitive(value, this.settings, this.indentation);
    }
    // No trap is called: what a proxy stands for is shown in its place.
    const target = this.insight.proxyTarget(value);
    if (target !== undefined) return target ? this.format(target, level) : "<Revoked Proxy>";
    return this.#custom(value, level) ?? this.#circle(value) ?? this.#object(value, level);
  }

  /** The text of `value`, inside of the brackets of the object that it was found in. */
  formatInside(value: unknown, level: number): string {
    this.indentation += 2;
    const text = this.format(value, level);
    this.indentation -= 2;
    return text;
  }

  /** The text of one property's value: getters are named, not called. */
  propertyValue(holder: object, key: string | symbol, level: number): string {
    const property = Object.getOwnPropertyDescriptor(holder, key);
    if (property?.get) {
      const name = property.set ? "Getter/Setter" : "Getter";
      if (!this.settings.getters) return `[${name}]`;
      try {
        const value = property.get.call(holder);
        const text = this.formatInside(value, level);
        return Object(value) === value ? `[${name}] ${text}` : `[${name}: ${text}]`;
      } catch (error) {
        return `[${name}: <Inspection threw (${(error as Error)?.message ?? error})>]`;
      }
    }
    if (property?.set) return "[Setter]";
    return this.formatInside(property ? property.value : Reflect.get(holder, key), level);
  }

  #property(holder: object, key: string | symbol, level: number): string {
    const isHidden = Object.getOwnPropertyDescriptor(holder, key)?.enumerable === false;
    const name = isHidden ? `[${String(key)}]` : formatKey(key);
    return `${name}: ${this.propertyValue(holder, key, level)}`;
  }

  #object(value: object, level: number): string {
    const name = nameOf(value);
    const keys = keysOf(value);
    const shape = shapeOf(value, name, keys, this);
    if (!shape.list && shape.keys.length === 0) return shape.empty;
    if (level > this.settings.depth) return this.#placeholder(value, prefixOf(name, "Object"));

    this.#open.push(value);
    this.#lastLevel = level;
    const entries = shape.list?.(level + 1) ?? [];
    for (const key of shape.keys) entries.push(this.#property(value, key, level + 1));
    this.#open.pop();
    return this.#enclose(value, shape, entries, level);
  }

  #placeholder(value: object, prefix: string): string {
    if (typeof value === "function") return "[Function]";
    return prefix.startsWith("[") ? prefix : `[${prefix}]`;
  }

  #enclose(value: object, shape: Shape, entries: string[], level: number): string {
    if (this.settings.sorted && !shape.columns) entries.sort();
    const number = this.#circles.get(value);
    const reference = number === undefined ? "" : `<ref *${number}>`;
    const frame = { ...shape, base: [reference, shape.base].filter(Boolean).join(" ") };
    const { settings, indentation } = this;
    let lines = entries;
    if (shape.columns && settings.compact && entries.length > LONGEST_PLAIN_LIST) {
      const items = value as ArrayLike<unknown>;
      const areNumbers = entries.every((_, index) => /^(number|bigint)$/.test(typeof items[index]));
      lines = inColumns(entries, areNumbers, indentation, settings);
    }
    const levels = this.#lastLevel - level;
    return enclose(lines, frame, levels, lines.length === entries.length, indentation, settings);
  }

  /** `[Circular *1]` for an object that is being written already. */
  #circle(value: object): string | undefined {
    if (!this.#open.includes(value)) return undefined;
    const number = this.#circles.get(value) ?? this.#circles.size + 1;
    this.#circles.set(value, number);
    return `[Circular *${number}]`;
  }

  /** What the object itself wants to be shown as. */
  #custom(value: object, level: number): string | undefined {
    const custom = value as { [DENO_CUSTOM]?: unknown; [NODE_CUSTOM]?: unknown };
    const options = { ...this.settings, indentation: this.indentation };
    if (typeof custom[DENO_CUSTOM] === "function") {
      return String(custom[DENO_CUSTOM](this.inspect, options));
    }
    // A class's own prototype has the method too, but is none of its objects.
    if (typeof custom[NODE_CUSTOM] !== "function") return undefined;
    if (value.constructor?.prototype === value) return undefined;
    const result = custom[NODE_CUSTOM](this.settings.depth - level, options, this.inspect);
    if (result === value) return undefined;
    if (typeof result !== "string") return this.format(result, level);
    return result.replaceAll("\n", `\n${" ".repeat(this.indentation)}`);
  }
}
