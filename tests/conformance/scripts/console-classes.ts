/**
 * Classes of the platform, of the language and of the script's own, as the console shows them.
 */

class Plain {}
class Derived extends Plain {
  static x = 1;
}
console.log(AbortController, TextEncoder, URLSearchParams, CustomEvent, [EventTarget]);
console.log(Plain, Derived, class {}, [class extends Derived {}], { Map, Date });
console.log(Deno.errors.NotFound, Deno.errors.TimedOut, AggregateError);
console.log(crypto.constructor.name, String(globalThis), globalThis instanceof EventTarget);
