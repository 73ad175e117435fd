/**
 * What errors say: classes, private members, super and generators.
 */
// deno-lint-ignore-file no-explicit-any

function tell(doing: () => unknown): void {
  try {
    doing();
    console.log("no error");
  } catch (error) {
    console.log(String(error));
  }
}

class Base {
  #secret = 1;
  get fixed() {
    return 1;
  }
  static read(of: any) {
    return of.#secret;
  }
  static write(of: any) {
    of.#secret = 1;
  }
  static has(of: any) {
    return #secret in of;
  }
}
class Derived extends Base {
  constructor(readonly how: number) {
    super();
    if (how === 2) return 5 as any;
    if (how === 3) (super.toString as any).run();
  }
  run() {
    (super.toString as any).absent();
  }
  other() {
    (super["absent" as keyof Base] as any)();
  }
}
const nothing: any = undefined, number: any = 5;

tell(() => (Base as any)());
tell(() => (Derived as any)(1));
tell(() => new Derived(2));
tell(() => new Derived(3));
tell(() => new Derived(4).run());
tell(() => new Derived(4).other());
tell(() => Base.read({}));
tell(() => Base.read(number));
tell(() => Base.read(nothing));
tell(() => Base.write({}));
tell(() => Base.has(number));
tell(() => (new Base() as any).fixed = 2);
tell(() => (new Base() as any).absent());
tell(() => class extends nothing {});
tell(() => class extends number {});
tell(() => Map.prototype.get.call({} as any, 1));
tell(() => Promise.prototype.then.call(number, null));
tell(() => new WeakMap().set(number, 1));
tell(() => new WeakSet().add(number));

function* counting(): Generator<number> {
  yield running.next().value;
}
const running: Generator<number> = counting();
tell(() => running.next());
tell(() => new (counting as any)());
function endless(): number {
  return 1 + endless();
}
tell(endless);
