/**
 * Texts and their characters.
 */

const text = "größe 日本 😀";
console.log(text.length, [...text].length, text.at(-1), text.codePointAt(9), text.charCodeAt(9));
console.log(
  text.toUpperCase(),
  "İIß".toLowerCase(),
  text.normalize("NFD").length,
  "ǆ".toUpperCase(),
);
console.log(
  "abc".padStart(6, "12"),
  "abc".padEnd(5) + "|",
  "x".repeat(3),
  " \t\u00a0x\n".trim() + "|",
);
console.log("a-b-c".replaceAll("-", "+"), "abcabc".lastIndexOf("b"), "abc".includes("bc", 1));
console.log("abc".slice(-2), "abc".substring(2, 0), "a,b,,c".split(","), "abc".split(""));
console.log(String.raw`a\n${1}`, `${[1, [2, 3]]} ${{}} ${null}`, "b" > "a", "10" < "9");
console.log("\ud800x".isWellFormed(), "\ud800x".toWellFormed(), encodeURIComponent("ü/ 😀&"));
console.log(decodeURIComponent("%C3%BC%20"), encodeURI("http://a/ü?b=c d"), escape("ü"));
console.log(
  ["b", "a", "C", "ä", "10", "9"].sort(),
  "%s".concat("x"),
  "tag"[1],
  "x".localeCompare("x"),
);
console.log(new TextDecoder().decode(new TextEncoder().encode(text)) === text);
console.log(new TextEncoder().encode("ü😀"), new TextDecoder().decode(new Uint8Array([255, 97])));
