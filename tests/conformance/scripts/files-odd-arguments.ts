/**
 * What functions of files say of arguments that are wrong besides being refused.
 */

async function attempt(work: () => unknown): Promise<void> {
  try {
    console.log("is possible", await work());
  } catch (error) {
    console.log(String(error));
  }
}
await attempt(() => Deno.readTextFile(new URL("http://x/y")));
await attempt(() => Deno.readTextFile(new URL("file:///etc/a%20b")));
await attempt(() => Deno.readTextFile(undefined as unknown as string));
await attempt(() => Deno.readTextFile(""));
await attempt(() => Deno.open("a", { create: true }));
await attempt(() => Deno.open("a", { write: true, create: true }));
await attempt(() => Deno.watchFs(["/a", "/b"]));
await attempt(() => Array.fromAsync(Deno.readDir("/tmp")));
