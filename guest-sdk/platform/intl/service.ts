/**
 * What the constructors of `Intl` have in common: how they are called, where they keep what they resolved, and the
 * attributes, names and lengths that make them look built in.
 *
 * Knows none of them.
 */

import { supportedLocales } from "./locale.ts";
import { defineMethod, defineTag, incompatible } from "./method.ts";
import { Options } from "./option.ts";

/** A piece of formatted text, as `formatToParts` lists them. */
export interface Part {
  type: string;
  value: string;
  [more: string]: string;
}

export function textOf(parts: readonly Part[]): string {
  let text = "";
  for (const { value } of parts) text += value;
  return text;
}

/** A service: what it makes of its arguments, and what can be asked of that. */
export interface Service<State extends object> {
  name: string;
  /** How many arguments the constructor says that it has. */
  length?: number;
  /** Whether it can be called without `new`. */
  callable?: boolean;
  /** `caller` is who errors say was called. */
  resolve(locales: unknown, options: unknown, caller: string): State;
  /** What `resolvedOptions` answers; an option that is undefined is left out. */
  resolved(state: State): Record<string, unknown>;
  /** Each by its name, with the count of its arguments. */
  methods: Record<
    string,
    // deno-lint-ignore no-explicit-any -- each method has arguments of its own
    readonly [length: number, call: (state: State, ...list: any[]) => unknown]
  >;
  /** A getter whose value is a function that knows its object. */
  bound?: readonly [
    name: string,
    length: number,
    bind: (state: State) => (...list: never[]) => unknown,
  ];
}

/** The constructor of a service. */
export function defineService<State extends object>(service: Service<State>): new (
  locales?: unknown,
  options?: unknown,
) => object {
  const title = `Intl.${service.name}`;
  const states = new WeakMap<object, State>();
  const stateOf = (object: object, method: string): State => {
    const state = states.get(object);
    if (!state) throw incompatible(`${title}.prototype.${method}`, object);
    return state;
  };

  const constructor = function (this: object, locales: unknown, options: unknown): object {
    if (!new.target && !service.callable) {
      throw new TypeError(`Constructor ${title} requires 'new'`);
    }
    const object: object = new.target ? this : Object.create(constructor.prototype);
    states.set(object, service.resolve(locales, options, title));
    return object;
  } as unknown as new (locales?: unknown, options?: unknown) => object;

  Object.defineProperty(constructor, "length", { value: service.length ?? 0 });
  Object.defineProperty(constructor, "name", { value: service.name });
  Object.defineProperty(constructor, "prototype", { writable: false });
  defineMethod(constructor, "supportedLocalesOf", 1, (_self, [locales, options]) => {
    new Options(`${title}.supportedLocalesOf`, options).skipMatcher();
    return supportedLocales(locales);
  });

  const { prototype } = constructor;
  defineMethod(prototype, "resolvedOptions", 0, (self) => {
    const resolved = Object.entries(service.resolved(stateOf(self, "resolvedOptions")));
    return Object.fromEntries(resolved.filter(([, value]) => value !== undefined));
  });
  for (const [name, [length, call]] of Object.entries(service.methods)) {
    defineMethod(prototype, name, length, (self, list) => call(stateOf(self, name), ...list));
  }
  if (service.bound) {
    const [name, length, bind] = service.bound;
    const functions = new WeakMap<State, unknown>();
    const accessor = Object.getOwnPropertyDescriptor({
      get [name](): unknown {
        const state = stateOf(this as object, name);
        let bound = functions.get(state);
        if (!bound) {
          bound = bind(state);
          Object.defineProperty(bound, "name", { value: "", configurable: true });
          Object.defineProperty(bound, "length", { value: length, configurable: true });
          functions.set(state, bound);
        }
        return bound;
      },
    }, name)!;
    Object.defineProperty(prototype, name, { ...accessor, enumerable: false });
  }
  defineTag(prototype, title);
  return constructor;
}
