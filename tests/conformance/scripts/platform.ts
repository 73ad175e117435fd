/**
 * Clocks, randomness and ids: they are there, and of the right kind.
 */

const started = performance.now();
const ids = new Set(Array.from({ length: 100 }, () => crypto.randomUUID()));
const random = Math.random();
console.log(
  ids.size,
  [...ids].every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)),
);
console.log(random >= 0 && random < 1, random !== Math.random());
console.log(
  crypto.getRandomValues(new Uint8Array(8)).length,
  started > 0,
  performance.now() >= started,
);
console.log(
  Date.now() > Date.UTC(2024),
  Math.abs(performance.timeOrigin + started - Date.now()) < 60_000,
);
console.log(typeof Deno, typeof Deno.exit, Deno.args.length, Deno.noColor);
