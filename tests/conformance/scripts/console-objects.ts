/**
 * Objects, as the console writes them.
 */

class Span {
  readonly service = "payments";
  duration = 650;
  #secret = 1;
  get ms() {
    return this.duration + this.#secret;
  }
}
class Empty {}

console.log({}, { a: 1, "b c": 2, 3: "three", [Symbol("s")]: 4 });
console.log({ text: "it's", quoted: 'say "hi"', both: `'"`, line: "a\nb", tab: "\t" });
console.log(new Span(), new Empty(), Span, class {}, class B extends Span {});
console.log(Object.create(null), Object.create({ inherited: 1 }));
console.log({
  get getter() {
    return 1;
  },
  set setter(_: number) {
    // It only has to be there.
  },
});
console.log([function named() {}, () => {}, async () => {}, function* generator() {}, Math.max]);
console.log({ nested: { deeper: { deepest: { hidden: { more: 1 } } } } });
console.log({ undefined: undefined, null: null, nan: NaN, minus: -0, big: 10n, flag: true });
const ring: Record<string, unknown> = { name: "ring" };
ring.self = ring;
console.log(ring);
console.log(Object(1), Object("text"), Object(true), Object(1n), Object(Symbol("boxed")));
