/**
 * Globals of other platforms, and what would keep something on the disk, are not there.
 */

const NAMES = [
  "require",
  "module",
  "exports",
  "Bun",
  "localStorage",
  "caches",
  "XMLHttpRequest",
  "__dirname",
];
for (const name of NAMES) console.log(name, typeof Reflect.get(globalThis, name));
try {
  console.log(new Worker("data:text/javascript,1", { type: "module" }));
} catch (error) {
  console.log((error as Error).name, (error as Error).message);
}
