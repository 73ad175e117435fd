/**
 * Regular expressions with modifiers, and with two groups of one name.
 */

for (const source of ["(?i:A)b", "(?<year>\\d{4})-|-(?<year>\\d{4})"]) {
  try {
    console.log(new RegExp(source).source);
  } catch (error) {
    console.log((error as Error).name);
  }
}
