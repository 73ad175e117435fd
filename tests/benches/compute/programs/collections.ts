// Maps and sets: 500,000 operations.
const begun = performance.now();
const counts = new Map<string, number>();
const seen = new Set<number>();
for (let i = 0; i < 250_000; i++) {
  const name = `service-${i % 1000}`;
  counts.set(name, (counts.get(name) ?? 0) + 1);
  seen.add(i % 5000);
}
console.log(performance.now() - begun, counts.size + seen.size);
