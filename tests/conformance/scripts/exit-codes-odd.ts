/**
 * `Deno.exitCode` takes whole numbers, and says so.
 */

// exit code: 44

for (const code of ["1", 1.5, NaN, null, undefined, {}, 5n]) {
  try {
    Deno.exitCode = code as number;
    console.log("taken");
  } catch (error) {
    console.log(String(error));
  }
}
Deno.exitCode = 300;
console.log(Deno.exitCode);
setTimeout(() => Deno.exit(), 1);
setTimeout(() => console.log("never"), 20);
