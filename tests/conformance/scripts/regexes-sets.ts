/**
 * Regular expressions with sets of characters and of texts, which the flag `v` is for.
 */

for (const source of ["[\\p{L}&&\\p{ASCII}]", "[\\w--\\d]", "[[a-z][0-9]]", "\\p{RGI_Emoji}"]) {
  console.log(source, "aÉ9_👩‍👩‍👧🇫🇷".match(new RegExp(source, "gv")));
}
console.log("a-b&&c".match(/[\-&&[^b]]/gv), "abcdef".match(/[[a-f]--[bd]]/gv)?.join(""));
console.log(
  "abc ab a".match(/[\q{abc|ab}a]/gv),
  "x".match(/[\q{}y]/v)?.[0],
  /^[\q{a|}]$/v.test(""),
);
console.log("ÀÉ".match(/[\p{Lu}--É]/giv), "Kſ".match(/[\w--[a-z]]/giv), /[^\P{Lu}]/iv.test("a"));
console.log("aXbY".match(/[[a-z]&&[^b]]/giv), "αβγ1".match(/[\p{Script=Greek}--[β]]/gv));
console.log(
  "1️⃣#️⃣x".match(/\p{Emoji_Keycap_Sequence}/gv)?.length,
  "👍🏽".match(/^\p{RGI_Emoji}$/v)?.length,
);
console.log(
  /[\p{Lu}\q{ss}]{2}/iv.exec("aSSb")?.[0],
  "a]b".match(/[\]]/v)?.index,
  /[\(\)]/v.test(")"),
);
for (
  const wrong of [
    "[a&&b--c]",
    "[a--b&&c]",
    "[ab&&c]",
    "[!!]",
    "[(]",
    "[|]",
    "[a-]",
    "[a&&]",
    "[^\\q{ab}]",
    "[^\\p{RGI_Emoji}]",
    "\\P{RGI_Emoji}",
    "\\q{ab}",
    "[\\qa]",
    "[\\q{",
    "[[a]",
    "[z-a]",
  ]
) {
  try {
    console.log(new RegExp(wrong, "v"));
  } catch (error) {
    console.log(String(error));
  }
}
