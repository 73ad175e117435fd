/**
 * The language of today: destructuring, labels, closures, tagged templates, `using`, and what fails.
 */

const { a, b: { c = 5 } = {}, ...rest } = { a: 1, d: 2, e: 3 } as Record<string, unknown> & {
  b?: { c?: number };
};
console.log(a, c, rest);

outer: for (const i of [1, 2, 3]) {
  for (const j of [1, 2, 3]) {
    if (j === 2) continue outer;
    if (i === 3) break outer;
    console.log(i, j);
  }
}

const tag = (parts: TemplateStringsArray, ...values: unknown[]) => parts.raw.join("|") + values;
console.log(tag`a${1}\n${2}`, ({} as { x?: { y: 1 } }).x?.y, 2 ** 3 ** 2);

function scoped(): void {
  using first = { [Symbol.dispose]: () => console.log("disposed first") };
  using second = { [Symbol.dispose]: () => console.log("disposed second") };
  console.log("in scope", typeof first, typeof second);
}
scoped();

const open = "(";
const failures: [string, () => unknown][] = [
  ["a property of undefined", () => (undefined as unknown as { x: 1 }).x],
  ["no function", () => (5 as unknown as () => void)()],
  ["a constant", () => Object.defineProperty(Object.freeze({}), "x", { value: 1 })],
  ["an array's length", () => new Array(-1)],
  ["an unknown name", () => (0, eval)("unknownName")],
  ["a regular expression", () => new RegExp(open)],
];
for (const [name, work] of failures) {
  try {
    console.log(name, work());
  } catch (error) {
    console.log(name, (error as Error).name, error instanceof Error);
  }
}
