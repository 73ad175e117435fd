/**
 * What errors say: reading, writing and deleting properties.
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

const nothing: any = undefined, none: any = null, object: any = {}, key: any = "key";
const symbol: any = Symbol("mark"), text: any = "text", number: any = 5;
const frozen: any = Object.freeze({ x: 1 }), fixed: any = Object.freeze([1]);
const getter: any = {
  get x() {
    return 1;
  },
};

tell(() => nothing.x);
tell(() => none.x);
tell(() => nothing[0]);
tell(() => none[key]);
tell(() => nothing[symbol]);
tell(() => object.a.b);
tell(() => object.a.b.c());
tell(() => nothing.x = 1);
tell(() => none[key] = 1);
tell(() => object.a.b += 1);
tell(() => object.a.b++);
tell(() => delete nothing.x);
tell(() => frozen.x = 2);
tell(() => frozen.y = 2);
tell(() => delete frozen.x);
tell(() => fixed[0] = 2);
tell(() => fixed.push(2));
tell(() => fixed.length = 0);
tell(() => Object.preventExtensions(object).more = 1);
tell(() => getter.x = 2);
tell(() => (Math as any).PI = 3);
tell(() => text.length = 1);
tell(() => text.more = 1);
tell(() => number.more = 1);
tell(() => "x" in number);
tell(() => symbol in text);
tell(() => object instanceof nothing);
tell(() => object instanceof object);
tell(() => Object.defineProperty(frozen, "z", { value: 1 }));
tell(() => Object.defineProperty(frozen, "x", { value: 2 }));
tell(() => Object.defineProperty(object, "x", 1 as any));
tell(() => Object.defineProperty(1 as any, "x", {}));
tell(() => Object.keys(nothing));
tell(() => Object.entries(none));
tell(() => Object.setPrototypeOf({}, number));
tell(() => Object.create(number));
tell(() => Object.fromEntries([number]));
tell(() => Reflect.ownKeys(number));
tell(() => (globalThis as any).absent.x);
// @ts-expect-error: no such name
tell(() => missing);
// @ts-expect-error: no such name
tell(() => missing());
// @ts-expect-error: no such name
tell(() => missing = 1);
tell(() => typeof later);
tell(() => later = 1);
tell(() => new Later());
let later = 1;
class Later {}
console.log(later, new Later());
