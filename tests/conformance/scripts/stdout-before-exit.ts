/**
 * What was written of a line is there, however the run ends.
 */

// exit code: 7

await Deno.stdout.write(new TextEncoder().encode("half a line"));
Deno.exit(7);
