/**
 * Loaded before a script that the host runs under Deno: gives it the globals that it has in WASM too.
 *
 * Scripts have the server's usual address written in them, so that `fetch` takes what is meant for it to the server of
 * this run. Workers refuse to start, and globals that could keep something on the disk are taken away.
 *
 * None of this is the sandbox: a script may find its way around it, and Deno's permissions then refuse. It is there so
 * that a script behaves alike wherever it runs.
 *
 * Knows nothing of the API.
 */

/// <reference path="./run.d.ts" />

import { facts, token, url } from "coral:run";

/** The address that scripts know. */
const USUAL_ORIGIN = "http://localhost:9003";

const ABSENT = [
  "Cache",
  "CacheStorage",
  "Storage",
  "caches",
  "localStorage",
  "sessionStorage",
];

const { fetch: fetchOfDeno } = globalThis;

type FetchArguments = Parameters<typeof fetchOfDeno>;

async function reach(...list: FetchArguments): Promise<Response> {
  const [input, init] = list;
  const asked = input instanceof Request ? input : undefined;
  const address = URL.parse(asked?.url ?? String(input));
  if (address?.origin !== USUAL_ORIGIN) return await fetchOfDeno(...list);

  const target = url + address.pathname + address.search;
  // As the options of another request, a request passes on its method, headers, body and signal.
  const request = new Request(asked ? new Request(target, asked) : target, init);
  if (!request.headers.has("authorization")) {
    request.headers.set("authorization", `Bearer ${token}`);
  }
  return await fetchOfDeno(request);
}

/** Not `async` itself: `console.log` would tell it from Deno's. */
function fetch(...list: FetchArguments): Promise<Response> {
  return reach(...list);
}

/** Throws at construction, as scripts know it: a worker would be a second realm, without any of this. */
class Worker {
  constructor() {
    throw new Deno.errors.NotSupported("Workers are not available to scripts");
  }
}

/** Where a run works is behind a permission: Deno tells it to everyone. */
function cwd(): never {
  const error = new Deno.errors.NotCapable(
    "Requires read access to <CWD>, run again with the --allow-read flag",
  );
  Error.captureStackTrace(error, cwd);
  throw error;
}

globalThis.fetch = fetch;
Deno.cwd = cwd;
// What runs it is no script's business. Deno itself asks, when a script first uses what Deno has from Node.
Deno.execPath = () => "deno";
// As `import.meta.url` has it.
Object.defineProperty(Deno, "mainModule", {
  value: `file:///${facts.scriptId}.ts`,
  enumerable: true,
});
globalThis.Worker = Worker as unknown as typeof globalThis.Worker;
for (const name of ABSENT) Reflect.deleteProperty(globalThis, name);
// Deno gives the graphics processor to everyone.
Reflect.deleteProperty(Navigator.prototype, "gpu");
