/**
 * Generators, asynchronous ones too, and `for await`.
 */

function* naturals(): Generator<number> {
  for (let n = 0;; n += 1) yield n;
}

async function* ticks(count: number): AsyncGenerator<string> {
  try {
    for (let tick = 0; tick < count; tick += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      yield `tick ${tick}`;
    }
  } finally {
    console.log("cleaned up");
  }
}

console.log([...naturals().filter((n) => n % 2 === 1).map((n) => n * n).take(4)]);
for await (const tick of ticks(5)) {
  console.log(tick);
  if (tick === "tick 1") break;
}
console.log(await Array.fromAsync(ticks(2)));
for await (const value of [Promise.resolve("a"), "b"]) console.log(value);
