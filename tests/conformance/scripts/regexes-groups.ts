/**
 * Regular expressions with modifiers, with groups of one name, and what groups hold after repeated tries.
 */

console.log(
  /(?i:A)b/.test("ab"),
  /(?i:A)b/.test("aB"),
  /(?-i:a)b/i.test("aB"),
  /(?-i:a)b/i.test("AB"),
);
console.log(
  /(?s:.)./.test("\n\n"),
  /(?s:.)./.test("\na"),
  /(?m:^a$)/.test("b\na"),
  /(?m-s:^.)/s.exec("x")?.[0],
);
for (const wrong of ["(?ii:a)", "(?-:a)", "(?i)a", "(?ix:a)", "(?i"]) {
  try {
    console.log(new RegExp(wrong));
  } catch (error) {
    console.log(String(error));
  }
}
// deno-lint-ignore no-invalid-regexp -- the linter does not know groups of one name
const date = new RegExp("(?<year>\\d{4})-(?<month>\\d\\d)|(?<month>\\d\\d)/(?<year>\\d{4})");
console.log({ ...date.exec("2026-11")?.groups }, { ...date.exec("11/2026")?.groups });
console.log(
  "on 11/2026".replace(date, "$<year>!$<month>"),
  new RegExp("(?:(?<a>x)|(?<a>y))\\k<a>").exec("yy")?.[0],
);
console.log(
  Object.keys(date.exec("11/2026")!.groups!),
  new RegExp("(?<a>x)|(?<a>y)", "d").exec("y")?.indices?.groups?.a,
);
console.log(
  /(?:(a)|b)*/.exec("ab"),
  /(z)((a+)?(b+)?(c))*/.exec("zaacbbbcac"),
  /(?:(a)|(b)|(c))+/.exec("abc"),
);
console.log(
  /(a*)*/.exec("b"),
  /(?:a*?)*?b/.exec("aab")?.[0],
  /(a?)*?b/.exec("aab"),
  /(?:a?){3}b/.exec("ab")?.[0],
);
console.log(
  /(?=(a+))a*b\1/.exec("baaabac"),
  /(?!(a))b\1/.exec("b"),
  /(.*?)a(?!(a+)b\2c)\2(.*)/.exec("baaabaac"),
);
console.log(
  /(?<=(\d+)(\d+))$/.exec("1053"),
  /(?<=\1(a))b/.exec("aab")?.index,
  /(?<!^|,)"/.exec('"a"')?.index,
);
console.log(/\1(a)/.exec("aa"), /(\w+) \1/i.exec("Ab aB")?.[0], /\k<q>(?<q>x)/.exec("x")?.[0]);
console.log(/(?<=^(?:a+))b/.exec("aaab")?.index, /(?:x(?=y)|y)+/.exec("xyxyx")?.[0]);
