/**
 * What errors say: calling what is no function, and making what is no class.
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

import * as coral from "jsr:@coral/sdk";

const nothing: any = undefined,
  object: any = {},
  number: any = 5,
  key: any = "key",
  list: any = [1, { a: 1 }];
const deep: any = { a: { b: { c: 1 } }, make: () => ({}), list };
const missing: any = coral;

tell(() => missing.metrics.getP99("payments"));
tell(() => missing.getPercentiles("payments"));
tell(() => nothing());
tell(() => number(1, 2));
tell(() => object.run());
tell(() => deep.a.b.c());
tell(() => deep.a.b.run(1, 2, 3, 4, 5));
tell(() => deep.make().run());
tell(() => deep.make().run().more());
tell(() => deep[key]());
tell(() => deep["a b"]());
tell(() => deep.list[0]());
tell(() => deep.list[number]());
tell(() => list[list.length - 1]());
tell(() => list.map((value: any) => value).run());
tell(() => object?.run());
tell(() => deep?.a?.b?.run());
tell(() => deep.make()?.run());
tell(() => object.run?.() ?? object.run());
tell(() => (nothing || object)());
tell(() => (nothing ?? number)());
tell(() => (number && object)());
tell(() => (number ? object : nothing)());
tell(() => (-number as any)());
tell(() => (number + 1)());
tell(() => (typeof number as any).run());
tell(() => (new Map() as any).run());
tell(() => (() => 1 as any)()());
tell(() => ("text" as any).run());
tell(() => list.forEach((value: any) => value.run()));
tell(() => Math.max(...nothing));
tell(() => object.run(...list));
tell(() => new nothing());
tell(() => new object.Thing(1));
tell(() => new deep.make());
tell(() => new (deep.make())());
tell(() => new (Math.max as any)(1));
tell(() => list.map(nothing));
tell(() => list.filter(object));
tell(() => list.sort("by name"));
tell(() => [].reduce((a, _b) => a));
tell(() => new Promise(nothing));
tell(() => (Map as any)());
tell(() => (Promise as any)());

await (async () => (await nothing)())().catch((error) => console.log(String(error)));
await (async () => (await object).run())().catch((error) => console.log(String(error)));
await Promise.all([1].map(async (value: any) => await value.run())).catch((error) =>
  console.log(String(error))
);
function* steps(): Generator<unknown, void, any> {
  const step = yield 1;
  step();
}
tell(() => {
  const running = steps();
  running.next();
  running.next(5);
});
