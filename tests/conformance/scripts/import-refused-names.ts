/**
 * What `import()` is told of what the bundle does not hold.
 */

const NAMES = [
  "npm:lodash",
  "jsr:@std/path",
  "https://deno.land/std/path/mod.ts",
  "https://evil.example/x.ts",
  "http://localhost:1234/x.ts",
  "file:///etc/passwd",
  "/etc/passwd",
  "lodash",
  "fs",
  "@std/path",
  "",
  "node:nothing",
  "ftp://x/y",
];
for (const name of NAMES) {
  try {
    await import(name);
    console.log(name, "was imported");
  } catch (error) {
    const { name: kind, message, code } = error as Error & { code: string };
    console.log(`${kind} ${code}: ${message}`, error instanceof TypeError);
  }
}
