/**
 * What errors say: going through what cannot be gone through, and taking it apart.
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

const nothing: any = undefined,
  number: any = 5,
  object: any = {},
  deep: any = { number: 3, make: () => ({}) };
const run: any = () => {};

tell(() => [...number]);
tell(() => [...object.list]);
tell(() => [...run()]);
tell(() => [...deep.make()]);
tell(() => Math.max(...number));
tell(() => Math.max(...object.list));
tell(() => new Set(number));
tell(() => new Map(object));
tell(() => new Map([number]));
tell(() => Array.from(null as any));
tell(() => ((([a]: any) => a) as any)());
tell(() => ((({ a }: any) => a) as any)());
tell(() => (({ a }: any) => a)(null));
tell(() => ((({ a = 1 }: any) => a) as any)());
tell(() => (({ a: { b } }: any) => b)({}));
tell(() => [nothing].map(({ a }) => a));
tell(() => [null].map(([a]: any) => a));

tell(() => {
  for (const item of number) console.log(item);
});
tell(() => {
  for (const item of object.items) console.log(item);
});
tell(() => {
  for (const item of run()) console.log(item);
});
tell(() => {
  for (const item of { [Symbol.iterator]: () => ({ next: () => 5 }) } as any) console.log(item);
});
tell(() => {
  const { a } = nothing;
  console.log(a);
});
tell(() => {
  const { a, b } = object.inner;
  console.log(a, b);
});
tell(() => {
  const { a: { b } } = object;
  console.log(b);
});
tell(() => {
  const { a = 1 } = nothing;
  console.log(a);
});
tell(() => {
  const { ...rest } = nothing;
  console.log(rest);
});
tell(() => {
  const { a } = run();
  console.log(a);
});
tell(() => {
  const [a] = nothing;
  console.log(a);
});
tell(() => {
  const [a] = deep.number;
  console.log(a);
});
tell(() => {
  const [a] = run();
  console.log(a);
});
tell(() => {
  const [{ a }] = [nothing];
  console.log(a);
});
await Promise.all(number).catch((error) => console.log(String(error)));
await Promise.any([]).catch((error) => console.log(String(error)));
await (async () => {
  for await (const item of number) console.log(item);
})().catch((error) => console.log(String(error)));
await (async () => {
  for await (const item of nothing) console.log(item);
})().catch((error) => console.log(String(error)));
await (async () => {
  const { a } = await nothing;
  console.log(a);
})().catch((error) => console.log(String(error)));
