/**
 * A server for tests, on a port of its own: it records what it is asked, and answers what the test says.
 *
 * Knows nothing of the protocol.
 */

/** One request as it arrived. */
export interface Received {
  method: string;
  /** The path with its query. */
  path: string;
  headers: Headers;
  body: string;
}

/** A server that runs. */
export interface FakeServer {
  /** Without a slash at its end. */
  url: string;
  /** Every request so far. */
  received: Received[];
  /** What is answered from now on. */
  answer: { status: number; body: string };
}

/** The names and values of a path's query. */
export function queryOf(path: string): Record<string, string> {
  return Object.fromEntries(new URL(path, "http://localhost").searchParams);
}

/** Does `work` while a server runs. */
export async function withServer(work: (server: FakeServer) => Promise<void>): Promise<void> {
  const server: FakeServer = { url: "", received: [], answer: { status: 200, body: "{}" } };
  const listener = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      server.received.push({
        method,
        path: pathname + search,
        headers,
        body: await request.text(),
      });
      return new Response(server.answer.body, { status: server.answer.status });
    },
  );
  server.url = `http://127.0.0.1:${listener.addr.port}`;
  try {
    await work(server);
  } finally {
    await listener.shutdown();
  }
}
