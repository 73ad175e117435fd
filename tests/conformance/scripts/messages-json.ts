/**
 * What errors say: JSON.parse and JSON.stringify.
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

tell(() => JSON.parse(""));
tell(() => JSON.parse("abc"));
tell(() => JSON.parse("{"));
tell(() => JSON.parse("{a}"));
tell(() => JSON.parse("[1,]"));
tell(() => JSON.parse("[1 2]"));
tell(() => JSON.parse('{"a":1,}'));
tell(() => JSON.parse('{"a" 1}'));
tell(() => JSON.parse('{"a":}'));
tell(() => JSON.parse('{"a":1 "b":2}'));
tell(() => JSON.parse("{'a':1}"));
tell(() => JSON.parse('"abc'));
tell(() => JSON.parse('"a\nb"'));
tell(() => JSON.parse('"a\\xb"'));
tell(() => JSON.parse('"\\u12"'));
tell(() => JSON.parse("01"));
tell(() => JSON.parse("1."));
tell(() => JSON.parse("1e"));
tell(() => JSON.parse("-"));
tell(() => JSON.parse("NaN"));
tell(() => JSON.parse("undefined"));
tell(() => JSON.parse(undefined as any));
tell(() => JSON.parse({} as any));
tell(() => JSON.parse("tru"));
tell(() => JSON.parse("truex"));
tell(() => JSON.parse("["));
tell(() => JSON.parse("[1"));
tell(() => JSON.parse('{"a"'));
tell(() => JSON.parse('{"a":1'));
tell(() => JSON.parse("1 2"));
tell(() => JSON.parse("{} x"));
tell(() => JSON.parse('{\n  "a": 1,\n  b: 2\n}'));
tell(() => JSON.parse("<html><body>a long document that is no JSON</body></html>"));
tell(() => JSON.parse('{"a long name": "some value", "another": nope, "and more": [1, 2, 3]}'));
tell(() => JSON.parse("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, oops]"));
tell(() => JSON.parse("[1]", () => 1) && JSON.parse("x", () => 1));
tell(() => JSON.stringify({ a: 1n }));

class Node {
  children: unknown[] = [];
}
const itself: Record<string, unknown> = {};
itself.self = itself;
tell(() => JSON.stringify(itself));
const tree = new Node();
tree.children.push(1, { parent: tree });
tell(() => JSON.stringify({ tree }));
const far: Record<string, unknown> = { a: { b: { c: { d: {} } } } };
(far as any).a.b.c.d.e = far;
tell(() => JSON.stringify(far));
