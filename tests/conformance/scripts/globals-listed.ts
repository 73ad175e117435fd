/**
 * Which globals are listed, and which are only there.
 */

const listed = Object.keys(globalThis);
const names = ["Deno", "queueMicrotask", "atob", "btoa", "crypto", "fetch", "performance"];
names.push("setTimeout", "structuredClone", "self", "URL", "Event", "TextDecoder", "console");
names.push("AbortSignal", "DOMException", "WebSocket", "Worker", "JSON", "reportError");
for (const name of names) {
  const property = Object.getOwnPropertyDescriptor(globalThis, name);
  console.log(
    name,
    typeof Reflect.get(globalThis, name),
    listed.includes(name),
    property?.configurable,
  );
}
console.log(self === globalThis);
queueMicrotask(() => console.log("microtask"));
console.log(/^[0-9a-f-]{36}$/.test(crypto.randomUUID()));
