/**
 * Texts in the order that people expect: `localeCompare` and `Intl.Collator`.
 */

const names = [
  "zebra",
  "Apple",
  "éclair",
  "apple",
  "Zürich",
  "eclair",
  "item 10",
  "item 2",
  "_x",
  "Émile",
]
  .concat("10", "9", "résumé", "resume", "straße", "strasse", "/b", "/a", "a-b", "ab", "a b", "");
console.log(names.toSorted((left, right) => left.localeCompare(right)));
console.log(names.toSorted(new Intl.Collator("en-US", { numeric: true }).compare));
console.log(names.toSorted(new Intl.Collator("en-US", { caseFirst: "upper" }).compare));
console.log(
  "a".localeCompare("A"),
  "a".localeCompare("b"),
  "b".localeCompare("a"),
  "a".localeCompare("a"),
);
for (const sensitivity of ["base", "accent", "case", "variant"] as const) {
  console.log(
    sensitivity,
    ["A", "á", "b"].map((other) => "a".localeCompare(other, "en-US", { sensitivity })),
  );
}
console.log("straße".toLocaleUpperCase(), "ÉÀ".toLocaleLowerCase("en-US"));
console.log(new Intl.Collator("en-US").resolvedOptions());
try {
  "a".localeCompare("b", "no_locale");
} catch (error) {
  console.log(String(error));
}
