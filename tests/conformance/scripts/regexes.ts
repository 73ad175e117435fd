/**
 * Regular expressions: groups, flags, looking around, Unicode.
 */

const line = "GET /api/payments/123?limit=10 500 652ms";
const { groups } = /^(?<method>[A-Z]+) (?<path>[^ ?]+)\S* (?<status>\d{3}) (?<ms>\d+)ms$/.exec(
  line,
)!;
console.log({ ...groups });
console.log([...line.matchAll(/\d+/g)].map((match) => [match[0], match.index]));
console.log(
  "2024-02-29".replace(/(\d+)-(\d+)-(\d+)/, "$3.$2.$1"),
  "aaa".replace(/a/g, (m, at) => m + at),
);
console.log("a1b22c".split(/(\d+)/), "a, b;c".split(/[,;]\s*/));
console.log(/(?<=\$)\d+/.exec("cost $42")?.[0], /\d+(?!%)\b/.exec("5% 7")?.[0]);
console.log(/^.$/u.test("😀"), /^.$/.test("😀"), /\p{L}+/u.exec("123 größe")?.[0]);
console.log(/\p{Emoji_Presentation}/u.test("🚨"), /\p{Script=Greek}/u.exec("abγ")?.[0]);
const sticky = /a/y;
sticky.lastIndex = 1;
console.log(sticky.test("ba"), sticky.lastIndex, /a.c/s.test("a\nc"), /^b/m.test("a\nb"));
console.log(/(a)|(b)/d.exec("b")?.indices, /(?:a|ab)(?:c|bcd)(?:d*)/.exec("abcd")?.[0]);
console.log(
  /a+?/.exec("aaa")?.[0],
  /(\w)\1/.exec("hello")?.[0],
  RegExp("a/b").source,
  /x/gimsuy.flags,
);
