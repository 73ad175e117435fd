/**
 * Regular expressions with the flag `v`, as far as they mean what they mean with `u`.
 */

console.log("😀é".match(/^\p{L}|./gv), "aÉ9".match(/\p{Lu}/v)?.index);
console.log("a-b".match(/[a\-b]+/v), "x[y]".match(/\[(\w)\]/v)?.[1]);
const { flags, unicode, unicodeSets } = /./gv;
console.log(flags, unicode, unicodeSets, /./u.unicodeSets, "😀".split(/(?:)/v).length);
console.log([..."😀a".matchAll(/(?:)/gv)].map(({ index }) => index), "😀".replace(/(?:)/gv, "-"));
for (const wrong of ["uv", "vv"]) {
  try {
    console.log(new RegExp(".", wrong));
  } catch (error) {
    console.log(String(error));
  }
}
