/**
 * Globals of the web that scripts in a sandbox have little use for.
 */

const names = [
  "Atomics",
  "Blob",
  "BroadcastChannel",
  "Buffer",
  "EventSource",
  "FormData",
  "Headers",
  "MessageChannel",
  "ReadableStream",
  "Request",
  "Response",
  "Temporal",
  "WebAssembly",
  "navigator",
];
console.log(names.filter((name) => name in globalThis), "subtle" in crypto);
