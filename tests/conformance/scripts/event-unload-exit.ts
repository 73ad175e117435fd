/**
 * `Deno.exit` tells of the end, once, and of nothing before it.
 */

// exit code: 3

addEventListener("beforeunload", () => console.log("never"));
addEventListener("unload", () => {
  console.log("unload");
  Deno.exit(3);
});
Deno.exit(2);
