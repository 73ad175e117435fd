/**
 * `performance`: marks and measures of times that are given.
 */

console.log(performance.mark("start", { startTime: 1, detail: { a: 1 } }));
performance.mark("end", { startTime: 4 });
console.log(performance.measure("between", "start", "end"));
console.log(performance.measure("given", { start: 2, duration: 5, detail: "x" }).toJSON());
console.log(performance.getEntriesByType("mark").map(({ name }) => name));
performance.clearMarks();
console.log(performance.getEntries().length, performance.mark("now").startTime >= 0);
try {
  performance.measure("gone", "start");
} catch (error) {
  console.log((error as Error).name, (error as Error).message);
}
