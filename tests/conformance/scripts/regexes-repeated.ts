/**
 * Regular expressions that repeat one character, and search from place to place: how many they take, and give back.
 */

const texts = [
  "",
  "a",
  "aaa",
  "aaab",
  "baaa",
  "ab ab",
  "äaäb",
  "😀a😀b",
  "a\ud83d",
  "\ude00a",
  "\na\n",
  "ſK",
];
const sources = [
  "a*",
  "a+b",
  "a?ab",
  "a{2}",
  "a{2,}",
  "a{1,2}ab?",
  "a{0}b",
  "a{0,2}a",
  ".*b",
  ".+",
  "[^]*a",
  "[^b]*b",
  "[ab]+$",
  "\\w*\\b",
  "\\S+\\s\\S",
  "\\W+",
  "(a*)(a)",
  "(.*)(b)?$",
  "(a+)+b",
  "(?:a*b)*",
  "(?:a+|b)*?b",
  "(?=a*)b",
  "(?<=a*)b",
  "(?<!a+)b",
  "a*?b",
  "a+?",
  "^a*",
  "^b|a$",
  "[äb]+",
  "k+|s+",
];
for (const source of sources) {
  for (const flags of ["g", "gi", "gu", "gmiu", "gs", "y"]) {
    const found = texts.map((text) => {
      const pattern = new RegExp(source, flags);
      const match = text.match(pattern);
      return `${match && match.map(escape).join()}:${pattern.lastIndex}`;
    });
    console.log(source, flags, found.join(" "));
  }
}

function escape(text: string | undefined): string {
  return text === undefined ? "-" : text.replace(/[^ -~]/g, (c) => c.charCodeAt(0).toString(16));
}

const long = "a".repeat(100_000);
console.log(
  /^(?:a|b)*$/.test(long),
  /a*b/y.test(long),
  /[^]*$/.exec(long)![0].length,
  /(a){50000}/.exec(long)![0].length,
);
console.log(
  (long + "b").search(/b/),
  (long + "é€").search(/[€-₿]/),
  /a{99999,}?(a*)/.exec(long)![1].length,
);
console.log(
  new RegExp("(?:x".repeat(50) + "a+" + ")?".repeat(50)).exec("xa"),
  /(?:a{3}){3}/.exec(long)![0].length,
);

const from = /b/g;
from.lastIndex = 3;
console.log(from.test("abcb"), from.lastIndex, from.test("abcb"), from.lastIndex);
from.lastIndex = 9;
console.log(
  from.exec("abcb"),
  from.lastIndex,
  /^b/g.test("ab"),
  /(?:)/g[Symbol.replace]("ab", "-"),
);
const own = Object.assign(/b/, { exec: () => ({ index: 0 }) });
console.log(
  own.test("x"),
  Object.assign(/b/, { exec: () => null }).test("b"),
  /b/.test(undefined as never),
);
const result = /(?<one>b)(x)?/d.exec("abc")!;
result.push("more");
console.log(result, result.length, Object.keys(result), result.indices);
console.log(
  "a.b*c".replace(/[.*]/g, "\\$&"),
  "aXbX".replace(/x/gi, ""),
  "😀😀".replace(/(?:)/gu, "").length,
);
