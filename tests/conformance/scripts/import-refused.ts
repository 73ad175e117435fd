/**
 * Modules that are only named at run time cannot be had.
 */

for (const name of ["./nowhere.ts", "file:///etc/passwd", "https://esm.sh/x", "npm:lodash"]) {
  try {
    const specifier = name;
    console.log(name, Object.keys(await import(specifier)));
  } catch {
    console.log(name, "is refused");
  }
}
