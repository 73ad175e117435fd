/**
 * The code that a script has when it comes to its end by itself is its own to set.
 */

// exit code: 5

Deno.exitCode = 5;
console.log(Deno.exitCode);
for (const code of [1.5, NaN, "7", null]) {
  try {
    Deno.exitCode = code as number;
  } catch (error) {
    console.log(String(error));
  }
}
setTimeout(() => console.log("the last of it"), 1);
