/**
 * A script has no files: what would reach one refuses, at once or by a rejection, and can be caught.
 */

async function attempt(name: string, work: () => unknown): Promise<void> {
  try {
    console.log(name, "is possible", await work());
  } catch (error) {
    const { name: kind, message } = error as Error;
    console.log(name, error instanceof Deno.errors.NotCapable, `${kind}: ${message}`);
  }
}

await attempt("readFile", () => Deno.readFile("/etc/passwd"));
await attempt("readTextFile", () => Deno.readTextFile("notes.txt"));
await attempt("readTextFileSync", () => Deno.readTextFileSync("/etc/passwd"));
await attempt("writeTextFile", () => Deno.writeTextFile("/tmp/out.txt", "x"));
await attempt("remove", () => Deno.remove("/tmp/out.txt"));
await attempt("mkdir", () => Deno.mkdir("/tmp/folder"));
await attempt("stat", () => Deno.stat("/etc"));
await attempt("open", () => Deno.open("/etc/passwd"));
await attempt("readDir", () => Array.fromAsync(Deno.readDir("/etc")));
