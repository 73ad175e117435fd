/**
 * A run that the host starts under Deno: its entry and its globals, against a server that the test holds.
 */

import { deepStrictEqual, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { setUrl, token } from "./fake_run.ts";
import { withServer } from "./fake_server.ts";

const AUTHORIZATION = `Bearer ${token}`;

Deno.test("the SDK asks the run's server, and only when a script does", () =>
  withServer(async (server) => {
    setUrl(server.url);
    const { modules } = await import("../src/hosted.ts");
    strictEqual(server.received.length, 0);
    const coral = modules["jsr:@coral/sdk"] as typeof import("../src/agent/mod.ts");

    server.answer.body = '{"usage_percent": 78.9}';
    deepStrictEqual(await coral.getCPU(), { usage_percent: 78.9 });
    const [{ path, headers }] = server.received;
    deepStrictEqual([path, headers.get("authorization")], ["/system/cpu", AUTHORIZATION]);

    const { scriptId, executionId, params, service } = coral.context;
    deepStrictEqual([scriptId, executionId, params.get("checks"), service?.name], [
      "watch",
      "run-1",
      "1",
      "payments",
    ]);
  }));

Deno.test("fetch of the usual address reaches the run's server", () =>
  withServer(async (server) => {
    setUrl(server.url);
    await import("../src/hosted_prelude.ts");
    const usual = "http://localhost:9003";
    const headers = { "x-mark": "kept" };
    const post = { method: "POST", body: "{}", headers };
    const calls: [call: () => Promise<Response>, seen: unknown[]][] = [
      [() => fetch(`${usual}/health?a=%20b#c`), ["GET", "/health?a=%20b", "", null, AUTHORIZATION]],
      [() => fetch(new URL("/health", usual)), ["GET", "/health", "", null, AUTHORIZATION]],
      [() => fetch(`${usual}/emit`, post), ["POST", "/emit", "{}", "kept", AUTHORIZATION]],
      [
        () => fetch(new Request(`${usual}/emit`, post)),
        ["POST", "/emit", "{}", "kept", AUTHORIZATION],
      ],
      [
        () => fetch(new Request(`${usual}/emit`, post), { method: "PUT", body: "[]" }),
        ["PUT", "/emit", "[]", "kept", AUTHORIZATION],
      ],
      [
        () => fetch(usual, { headers: { Authorization: "Bearer mine" } }),
        ["GET", "/", "", null, "Bearer mine"],
      ],
    ];
    for (const [call, seen] of calls) {
      strictEqual(await (await call()).text(), "{}");
      const { method, path, body, headers } = server.received.at(-1)!;
      deepStrictEqual(
        [method, path, body, headers.get("x-mark"), headers.get("authorization")],
        seen,
      );
    }

    const { length } = server.received;
    const aborted = { signal: AbortSignal.abort() };
    await rejects(fetch(usual, aborted), { name: "AbortError" });
    await rejects(fetch(new Request(usual, aborted)), { name: "AbortError" });
    strictEqual(server.received.length, length);
  }));

Deno.test("fetch of any other address is Deno's", () =>
  withServer(async (server) => {
    await import("../src/hosted_prelude.ts");
    await (await fetch(`${server.url}/other`)).text();
    strictEqual(server.received[0].headers.get("authorization"), null);
    for (const address of ["http://localhost:9004/", "https://localhost:9003/", "http://a.test"]) {
      await rejects(fetch(address), { name: "NotCapable" });
      await rejects(fetch(new Request(address)), { name: "NotCapable" });
    }
    await rejects(fetch("/health"), { name: "TypeError" });
    // deno-lint-ignore no-explicit-any -- a wrong call is wanted
    await rejects((fetch as any)(), { name: "TypeError", message: /1 argument required/ });
  }));

Deno.test("fetch looks as it does in Deno, and the globals that WASM lacks are gone", async () => {
  await import("../src/hosted_prelude.ts");
  strictEqual(Deno.inspect(fetch), "[Function: fetch]");
  strictEqual(fetch.length, 0);
  deepStrictEqual(Object.getOwnPropertyDescriptor(globalThis, "fetch"), {
    value: fetch,
    configurable: true,
    enumerable: true,
    writable: true,
  });
  const absent = ["Cache", "CacheStorage", "Storage", "caches", "localStorage"];
  for (const name of [...absent, "sessionStorage"]) ok(!(name in globalThis), name);
  ok(!("gpu" in navigator));
  throws(() => new Worker("data:,", { type: "module" }), Deno.errors.NotSupported);
});
