/**
 * Classes: private fields, accessors, static blocks, inheritance, symbols and proxies.
 */

abstract class Check {
  static #made = 0;
  static readonly registry = new Map<string, Check>();
  static {
    console.log("the class is set up");
  }
  #runs = 0;
  constructor(readonly name: string, protected readonly limit = 10) {
    Check.#made += 1;
    Check.registry.set(name, this);
  }
  static get made() {
    return Check.#made;
  }
  abstract measure(): number;
  run(): boolean {
    this.#runs += 1;
    return this.measure() <= this.limit;
  }
  get runs() {
    return this.#runs;
  }
  [Symbol.toPrimitive](hint: string) {
    return hint === "number" ? this.#runs : `Check(${this.name})`;
  }
}

class Latency extends Check {
  override measure = () => 12;
  override run(): boolean {
    return super.run() || this.runs > 1;
  }
}

const check = new Latency("p99");
console.log(check.run(), check.run(), check.runs, `${check}`, +check, Check.made);
console.log(check instanceof Check, Latency.name, Object.keys(check), [...Check.registry.keys()]);
const logged = new Proxy({ a: 1 }, {
  get: (target, key) => `${String(key)} of ${Reflect.ownKeys(target)}`,
});
console.log(logged.a, typeof Symbol.asyncIterator, Object.isFrozen(Object.freeze({})));
