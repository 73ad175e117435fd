/**
 * Neither the environment, nor commands, nor facts about the machine are a script's.
 */

async function attempt(name: string, work: () => unknown): Promise<void> {
  try {
    console.log(name, "is possible", await work());
  } catch (error) {
    const { name: kind, message } = error as Error;
    console.log(name, error instanceof Deno.errors.NotCapable, `${kind}: ${message}`);
  }
}

await attempt("env.get", () => Deno.env.get("HOME"));
await attempt("env.set", () => Deno.env.set("HOME", "/"));
await attempt("env.toObject", () => Deno.env.toObject());
await attempt("Command", () => new Deno.Command("/bin/sh").outputSync());
await attempt("hostname", () => Deno.hostname());
await attempt("loadavg", () => Deno.loadavg());
