/**
 * What was written of a line is there when the script throws.
 */

// exit code: 1

await Deno.stdout.write(new TextEncoder().encode("half a line"));
throw new Error("and no more");
