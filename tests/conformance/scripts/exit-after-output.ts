/**
 * All that was printed before the end arrives.
 */

// exit code: 9

for (let line = 1; line <= 2_000; line += 1) console.log("line", line);
console.error("the end");
Deno.exit(9);
