// Strings: a million parts, joined and added.
const begun = performance.now();
const parts: string[] = [];
let added = "";
for (let i = 0; i < 1_000_000; i++) {
  parts.push(`part ${i & 1023}`);
  added += "x";
}
const text = parts.join(",");
console.log(performance.now() - begun, text.length + added.length);
