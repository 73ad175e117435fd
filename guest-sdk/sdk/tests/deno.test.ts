/**
 * The package as a person's own Deno loads it: what it reads of its surroundings, and when.
 *
 * A query behind the entry's name makes it another module, which is loaded anew.
 */

import { deepStrictEqual, match, rejects, strictEqual, throws } from "node:assert/strict";
import config from "../deno.json" with { type: "json" };
import { transport } from "../src/transport.ts";
import { withServer } from "./fake_server.ts";

/** Does `work` while `object` has `value` under `name`. */
async function having(
  object: object,
  name: string,
  value: unknown,
  work: () => void | Promise<void>,
): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true });
  try {
    await work();
  } finally {
    if (before) Object.defineProperty(object, name, before);
    else Reflect.deleteProperty(object, name);
  }
}

Deno.test("without permissions it asks the usual address, and knows its script", async () => {
  const coral = await import("../src/deno/agent.ts");
  deepStrictEqual(Object.keys(coral), Object.keys(await import("../src/agent/mod.ts")));
  await rejects(coral.getCPU(), {
    code: "denied",
    message: /^Failed to get CPU usage: Requires net access to "localhost:9003"/,
  });
  const { scriptId, executionId, scope, service } = coral.context;
  deepStrictEqual([scriptId, scope, service], ["deno.test", "global", undefined]);
  match(executionId, /^[0-9a-f]{32}$/);
  strictEqual(coral.context.executionId, executionId);
});

Deno.test("every entry of the package has what its module has", async () => {
  const entries: Record<string, [entry: Promise<object>, module: Promise<object>]> = {
    "agent.ts": [import("../src/deno/agent.ts"), import("../src/agent/mod.ts")],
    "colony.ts": [import("../src/deno/colony.ts"), import("../src/colony/mod.ts")],
    "error_correlation.ts": [
      import("../src/deno/error_correlation.ts"),
      import("../src/skills/error_correlation.ts"),
    ],
    "latency_report.ts": [
      import("../src/deno/latency_report.ts"),
      import("../src/skills/latency_report.ts"),
    ],
    "memory_leak_detector.ts": [
      import("../src/deno/memory_leak_detector.ts"),
      import("../src/skills/memory_leak_detector.ts"),
    ],
  };
  deepStrictEqual(
    Object.values(config.exports).sort(),
    Object.keys(entries).map((name) => `./src/deno/${name}`).sort(),
  );
  for (const [name, [entry, module]] of Object.entries(entries)) {
    deepStrictEqual({ ...await entry }, { ...await module }, name);
  }
});

Deno.test("the environment names another server where it may be read", () =>
  withServer(async (server) => {
    server.answer.body = '{"usage_percent": 5}';
    const variables: Record<string, string> = {
      CORAL_SDK_URL: server.url,
      CORAL_SDK_TOKEN: "secret",
    };
    const query = ({ name }: { name: string }) => ({
      state: name === "env" ? "granted" : "denied",
    });
    await having(
      Deno.permissions,
      "querySync",
      query,
      () =>
        having(Deno.env, "get", (name: string) => variables[name], async () => {
          await import("../src/deno/transport.ts?permitted");
        }),
    );
    strictEqual(server.received.length, 0);
    strictEqual(await transport().cpu(), 5);
    strictEqual(server.received[0].headers.get("authorization"), "Bearer secret");
  }));

Deno.test("the command line is read when the script asks for its context", async () => {
  await import("../src/deno/transport.ts?arguments");
  await having(Deno, "args", ["--param", "checks=1", "--param=empty="], () => {
    deepStrictEqual(transport().facts().parameters, [["checks", "1"], ["empty", ""]]);
  });
  await having(Deno, "args", ["--param", "checks"], () => {
    throws(() => transport().facts(), { code: "invalid-argument", message: /NAME=VALUE$/ });
  });
});

Deno.test("a script without a file name is named script", async () => {
  await import("../src/deno/transport.ts?names");
  const names: Record<string, string> = {
    "file:///home/high%20latency.alert.ts": "high latency.alert",
    "https://example.test/watch.ts?version=1.2": "watch",
    "file:///home/.hidden": ".hidden",
    "file:///home/": "script",
    "no address": "script",
  };
  for (const [address, name] of Object.entries(names)) {
    await having(Deno, "mainModule", address, () => {
      strictEqual(transport().facts().scriptId, name);
    });
  }
});
