/**
 * What a module knows of itself: where it lies below the root of the script's files, and whether it is the script.
 */

// exit code: 1

import { about, isMain } from "./part.ts";

if (import.meta.main) console.log("started as the script:", import.meta.main, isMain);
console.log(import.meta.url.endsWith("/import-meta/main.ts"), import.meta.filename?.slice(-8));
console.log(import.meta.dirname === about.dirname, about.url.startsWith("file:///"));
console.log(Object.keys(import.meta), Object.getPrototypeOf(import.meta));
const { main, ...rest } = import.meta;
console.log(main, Object.keys(rest).length, import.meta === import.meta);

function where(): string {
  return import.meta/* the very same */ .main ? "here" : "elsewhere";
}
console.log(where());
throw new Error(`behind ${import.meta.main} the place is right`);
