/**
 * JSON, there and back.
 */

const value = {
  text: 'ü "quoted" \\ \u2028 \u0007 😀 \ud800',
  numbers: [1, -0, 1.5, 1e21, 1e-7, NaN, Infinity],
  nested: { list: [[], {}, [null]], date: new Date(0), undefined: undefined },
  "": "empty key",
  10: "ten",
  2: "two",
};
const text = JSON.stringify(value);
console.log(text);
console.log(JSON.stringify(JSON.parse(text)) === text);
console.log(JSON.stringify(value.nested, null, 2));
console.log(JSON.stringify([1, { a: [] }], null, "--"));
console.log(JSON.stringify(value, ["text", "nested", "list"]));
console.log(JSON.stringify({ a: 1, b: "x" }, (_, v) => typeof v === "number" ? v + 1 : v));
console.log(JSON.parse('{"a": [1, {"b": 2}]}', (key, v) => key === "b" ? v * 10 : v));
console.log(
  JSON.stringify(undefined),
  JSON.stringify(() => 1),
  JSON.stringify("x"),
  JSON.stringify(null),
);
console.log(JSON.parse(' [1, 2.50, -3e2, true, null, "\\u00fc\\n"] '));
console.log(Object.keys(JSON.parse('{"__proto__": 1, "b": 2, "1": 3, "b": 4}')));
for (const wrong of ["", "{", "{'a': 1}", "[1,]", "01", "NaN", '"\n"']) {
  try {
    console.log(JSON.parse(wrong));
  } catch (error) {
    console.log(error instanceof SyntaxError);
  }
}
