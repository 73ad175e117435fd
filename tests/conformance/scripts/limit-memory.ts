/**
 * A run that keeps more than it may is stopped, with a code of its own.
 */

// flags: --memory 32MiB
// exit code: 123

const kept: number[][] = [];
for (let index = 0;; index += 1) {
  kept.push(Array.from({ length: 10_000 }, (_, n) => n * index + 0.5));
}
