/**
 * `structuredClone`: a deep copy of a value, circles and built-in objects included.
 *
 * Knows nothing of objects of the platform but which of them cannot be copied.
 */

import { proxyTarget } from "coral:host";
import {
  isArguments,
  isArrayBuffer,
  isDate,
  isError,
  isMap,
  isRegExp,
  isSet,
  isWeakCollection,
  unboxed,
} from "../inspect/kind.ts";
import { dictionary, requireArguments, sequence } from "./arguments.ts";
import { DOMException } from "./dom_exception.ts";
import { URLSearchParams } from "./url/url_search_params.ts";
import { URL } from "./url/url.ts";

/** The classes of errors that a copy keeps. */
const ERRORS = new Map(
  [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]
    .map((error): [string, ErrorConstructor] => [error.name, error]),
);

/** Built-in objects that V8 names by their tag. */
const TAGGED = /^\[object (?:Generator|AsyncGenerator|.* Iterator)\]$/;

const OPAQUE = [Promise, WeakRef, FinalizationRegistry];

const FAILURE = "execute 'structuredClone'";

function cloneError(message: string): DOMException {
  return new DOMException(message, "DataCloneError");
}

function refuse(value: unknown): never {
  throw cloneError(`${String(value)} could not be cloned.`);
}

function refuseObject(value: object): never {
  throw cloneError(`#<${value.constructor?.name ?? "Object"}> could not be cloned.`);
}

/** One copy: objects that were met before are not copied again. */
class Cloner {
  readonly #copies = new Map<object, object>();

  clone(value: unknown): unknown {
    if (typeof value === "symbol") refuse(value);
    if (typeof value === "function") refuse(value);
    if (typeof value !== "object" || value === null) return value;
    return this.#copies.get(value) ?? this.#object(value);
  }

  /** Remembers the copy before its parts are copied: they may hold the original. */
  #keep<T extends object>(value: object, copy: T): T {
    this.#copies.set(value, copy);
    return copy;
  }

  #object(value: object): object {
    if (proxyTarget(value) !== undefined) {
      if (Array.isArray(value)) throw cloneError("[object Array] could not be cloned.");
      refuseObject(value);
    }
    if (Array.isArray(value)) {
      return this.#properties(value, this.#keep(value, new Array(value.length)));
    }
    // Most objects are plain: they need none of the questions below.
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype && !(Symbol.toStringTag in value) && !isArguments(value)) {
      return this.#properties(value, this.#keep(value, {}));
    }
    this.#refuse(value);
    return this.#builtIn(value) ?? this.#properties(value, this.#keep(value, {}));
  }

  #refuse(value: object): void {
    const tag = Object.prototype.toString.call(value);
    if (TAGGED.test(tag) || unboxed(value)?.kind === "Symbol") {
      throw cloneError(`${tag} could not be cloned.`);
    }
    if (tag === "[object ArrayBuffer]" && (value as ArrayBuffer).detached) {
      throw cloneError("An ArrayBuffer is detached and could not be cloned.");
    }
    const isOpaque = OPAQUE.some((constructor) => value instanceof constructor);
    if (isOpaque || isArguments(value) || isWeakCollection(value)) refuseObject(value);
    if (value === globalThis) throw cloneError("#<Window> could not be cloned.");
  }

  #builtIn(value: object): object | undefined {
    if (isDate(value)) return this.#keep(value, new Date(value.getTime()));
    if (isRegExp(value)) return this.#keep(value, new RegExp(value.source, value.flags));
    if (isMap(value)) return this.#map(value);
    if (isSet(value)) return this.#set(value);
    if (ArrayBuffer.isView(value)) return this.#view(value);
    if (isArrayBuffer(value)) return this.#keep(value, value.slice(0));
    if (isError(value)) return this.#error(value);
    const box = unboxed(value);
    return box && this.#keep(value, Object(box.primitive));
  }

  #map(value: Map<unknown, unknown>): object {
    const copy = this.#keep(value, new Map());
    for (const [key, item] of [...value]) copy.set(this.clone(key), this.clone(item));
    return copy;
  }

  #set(value: Set<unknown>): object {
    const copy = this.#keep(value, new Set());
    for (const item of [...value]) copy.add(this.clone(item));
    return copy;
  }

  #view(value: ArrayBufferView): object {
    const buffer = this.clone(value.buffer);
    const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
    const constructor = Reflect.get(globalThis, tag);
    const length = value instanceof DataView ? value.byteLength : (value as Uint8Array).length;
    return this.#keep(value, new constructor(buffer, value.byteOffset, length));
  }

  #error(value: Error): object {
    if (value instanceof DOMException) {
      return this.#keep(value, withStack(new DOMException(value.message, value.name), value.stack));
    }
    const constructor = ERRORS.get(String(value.name)) ?? Error;
    const message = Object.getOwnPropertyDescriptor(value, "message");
    const copy = this.#keep(
      value,
      message && "value" in message ? new constructor(String(message.value)) : new constructor(),
    );
    withStack(copy, value.stack);
    if (Object.hasOwn(value, "cause")) {
      const cause = this.clone(value.cause);
      Object.defineProperty(copy, "cause", { value: cause, configurable: true, writable: true });
    }
    return copy;
  }

  #properties(value: object, copy: object): object {
    for (const key of Object.keys(value)) {
      const item = this.clone(Reflect.get(value, key));
      Object.defineProperty(copy, key, {
        value: item,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    }
    return copy;
  }
}

function withStack<T extends Error>(copy: T, stack: unknown): T {
  return Object.defineProperty(copy, "stack", {
    value: typeof stack === "string" ? stack : undefined,
    configurable: true,
    writable: true,
  });
}

function readTransfer(options: unknown): ArrayBuffer[] {
  const { transfer } = dictionary<{ transfer: unknown }>(options, FAILURE);
  if (transfer === undefined) return [];
  const subject = `${FAILURE}: 'transfer' of 'StructuredSerializeOptions' (Argument 2)`;
  return sequence(transfer, subject).map((item, index) => {
    if (Object.prototype.toString.call(item) !== "[object ArrayBuffer]") {
      throw cloneError("Value not transferable");
    }
    const buffer = item as ArrayBuffer;
    if (buffer.detached) throw cloneError(`ArrayBuffer at index ${index} is already detached`);
    return buffer;
  });
}

/** A deep copy of `value`; the buffers in `transfer` are moved to it. */
export function structuredClone(value: unknown, options?: unknown): unknown {
  requireArguments(arguments.length, 1, FAILURE);
  // Deno refuses them by themselves alone: in another object they are copied as objects without
  // properties.
  if (value instanceof URL || value instanceof URLSearchParams) {
    throw cloneError("Cannot clone object of unsupported type.");
  }
  const buffers = readTransfer(options);
  const copy = new Cloner().clone(value);
  // The copy has their bytes; all that is left to do is to take them from the original.
  for (const buffer of buffers) buffer.transfer();
  return copy;
}
