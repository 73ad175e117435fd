/**
 * The environment is refused by `process` as it is by `Deno`.
 */

function attempt(name: string, work: () => unknown): void {
  try {
    console.log(name, "is possible", work());
  } catch (error) {
    console.log(name, String(error));
  }
}
attempt("get", () => process.env.HOME);
attempt("default", () => process.env.LIMIT ?? "5");
attempt("keys", () => Object.keys(process.env));
attempt("copy", () => ({ ...process.env }));
attempt("in", () => "HOME" in process.env);
attempt("set", () => (process.env.HOME = "/"));
attempt("delete", () => delete process.env.HOME);
attempt("kind", () => typeof process.env);
