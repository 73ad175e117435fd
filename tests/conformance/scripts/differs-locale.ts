/**
 * Numbers and dates in another locale than en-US.
 */

console.log((1234567.891).toLocaleString("de-DE"));
console.log(new Date(0).toLocaleDateString("fr-FR", { timeZone: "UTC" }));
console.log(["z", "ä", "a"].sort((a, b) => a.localeCompare(b, "sv")));
