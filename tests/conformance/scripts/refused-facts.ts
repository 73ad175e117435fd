/**
 * Where a run works and what runs it is not a script's to know; and it finds no commands.
 */

async function attempt(name: string, work: () => unknown): Promise<void> {
  try {
    console.log(name, "is possible", await work());
  } catch (error) {
    console.log(name, String(error));
  }
}

await attempt("cwd", () => Deno.cwd());
await attempt("execPath", () => Deno.execPath());
await attempt("Command", () => new Deno.Command("ls").output());
