/**
 * Regular expressions with sets of characters, which the flag `v` is for.
 */

for (const source of ["[\\p{L}&&\\p{ASCII}]", "[\\w--\\d]", "[[a-z][0-9]]", "\\p{RGI_Emoji}"]) {
  try {
    console.log("aÉ9_".match(new RegExp(source, "gv")));
  } catch (error) {
    console.log(String(error));
  }
}
