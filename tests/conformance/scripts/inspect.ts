/**
 * `Deno.inspect`, with its options and with an object's own say.
 */

class Latency {
  constructor(readonly ms: number) {}
  [Symbol.for("Deno.customInspect")](inspect: typeof Deno.inspect, options: Deno.InspectOptions) {
    return `Latency(${inspect(this.ms, options)} ms)`;
  }
}

const value = { b: [1, { c: { d: { e: 1 } } }], a: "text", m: new Map([["k", [1, 2]]]) };
console.log(Deno.inspect(value));
console.log(Deno.inspect(value, { depth: 0 }));
console.log(Deno.inspect(value, { depth: Infinity, compact: false }));
console.log(Deno.inspect(value, { sorted: true, trailingComma: true }));
console.log(Deno.inspect(value, { breakLength: 20 }));
console.log(Deno.inspect("a".repeat(50), { strAbbreviateSize: 10 }));
console.log(Deno.inspect([1, 2, 3, 4, 5], { iterableLimit: 2 }));
console.log(new Latency(650), [new Latency(30)], { latency: new Latency(580) });
console.log(Deno.inspect("text"), Deno.inspect(-0), Deno.inspect([undefined]));
