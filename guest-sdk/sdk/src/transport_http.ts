/**
 * The transport over HTTP: each question is one request to a server that answers as docs/http.md says.
 *
 * Knows nothing of the API, nor of how the server's address came to be known. Nothing is requested before a question
 * is asked.
 */

import { restoreNumbers } from "./cells_http.ts";
import { invalidArgument } from "./errors.ts";
import { Queue } from "./queue.ts";
import type { Rows, RunFacts, SqlParameter, Transport } from "./transport.ts";

/** A server, and who asks it. */
export interface HttpOptions {
  /** The server's address, such as `http://localhost:9003`. */
  url: string;
  /** What the server knows the run by; without it, no `Authorization` is sent. */
  token?: string | undefined;
  /** How many questions may be in flight; without it, any number. */
  pendingRequests?: number;
  /** Called when the script first reads its context. */
  facts(): RunFacts;
}

/** Each request takes a socket, of which a process may have only so many; the server answers fewer at once anyway. */
const REQUESTS_AT_ONCE = 64;

type Row = Rows["rows"][number];

/** The query of a request: a parameter may be given more than once, or left out. */
type Parameters = Record<string, string | string[] | undefined>;

/** The JSON object that a request is answered with: what any route has, and what its own has besides. */
type Answer = { error?: unknown; truncated?: unknown; status?: unknown; [name: string]: unknown };

/**
 * The transport to a server. Where none answers, or another than Coral's, the error is `unavailable` and says what to
 * do about it.
 */
export function httpTransport(options: HttpOptions): Transport {
  const { url, token, pendingRequests = Infinity, facts } = options;
  const origin = url.replace(/\/+$/, "");
  const headers: Record<string, string> = { accept: "application/json" };
  if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
  const questions = new Queue(REQUESTS_AT_ONCE);
  // One after the other, so that they arrive in the order in which they were emitted.
  const events = new Queue(1);
  let inFlight = 0;

  function unavailable(what: string): Error {
    const host = URL.parse(origin)?.host ?? origin;
    return failure(
      "unavailable",
      `${origin} ${what}: start \`coral-wasm serve\`, and run Deno with --allow-net=${host}`,
    );
  }

  async function ask(path: string, init: RequestInit, parse = parseObject): Promise<Answer> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(origin + path, init);
      text = await response.text();
    } catch (error) {
      const { name, message, cause } = error as Error;
      if (name === "NotCapable") throw failure("denied", message);
      throw unavailable(`cannot be reached (${cause instanceof Error ? cause.message : message})`);
    }
    const answer = parse(text);
    if (response.ok && answer) return answer;
    throw refusal(answer) ?? unavailable(`gives no answer of Coral's (status ${response.status})`);
  }

  /** Asks a question, as one of so many that may be in flight. */
  async function question(path: string, init: RequestInit, parse = parseObject): Promise<Answer> {
    if (inFlight >= pendingRequests) {
      const budget = { name: "requests", limit: pendingRequests, used: inFlight + 1 };
      const text =
        `the run's budget of ${budget.name} is used up: ${budget.used} of ${budget.limit}`;
      throw failure("budget-exceeded", text, budget);
    }
    inFlight += 1;
    try {
      return await questions.enter(() => ask(path, init, parse));
    } finally {
      inFlight -= 1;
    }
  }

  function get(path: string, parameters: Parameters = {}): Promise<Answer> {
    const query = new URLSearchParams();
    for (const [name, values] of Object.entries(parameters)) {
      for (const value of [values ?? []].flat()) query.append(name, value);
    }
    return question(query.size > 0 ? `${path}?${query}` : path, { headers });
  }

  function posting(body: string): RequestInit {
    return { method: "POST", headers: { ...headers, "content-type": "application/json" }, body };
  }

  function numberIn(answer: Answer, name: string): number {
    const value = answer[name];
    if (typeof value === "number") return value;
    throw unavailable(`gives an answer without the number \`${name}\``);
  }

  function listIn<T>(answer: Answer, name: string): T[] {
    const value = answer[name];
    if (Array.isArray(value)) return value;
    throw unavailable(`gives an answer without the list \`${name}\``);
  }

  /** Rows of a route whose columns everyone knows. */
  function rowsIn(answer: Answer, name: string): Rows {
    const rows = listIn<Row>(answer, name);
    return { columns: Object.keys(rows[0] ?? {}), rows, count: rows.length, truncated: false };
  }

  return {
    async query(sql, parameters, limit) {
      const values = parameters.map(parameterToJson).join();
      const body = `{"sql":${JSON.stringify(sql)},"parameters":[${values}],` +
        `"wide_integers":"text","limit":${limit ?? null}}`;
      const answer = await question("/db/query", posting(body), parseRows);
      return {
        rows: listIn<Row>(answer, "rows"),
        columns: listIn<{ name: string }>(answer, "columns").map(({ name }) => name),
        count: numberIn(answer, "count"),
        truncated: answer.truncated === true,
      };
    },
    async percentile(service, metric, fraction, window) {
      const answer = await get("/metrics/percentile", {
        service,
        p: String(fraction),
        metric: metric || undefined,
        window: nanoseconds(window),
      });
      return numberIn(answer, "value");
    },
    async errorRate(service, window) {
      const answer = await get("/metrics/error-rate", { service, window: nanoseconds(window) });
      return {
        rate: numberIn(answer, "value"),
        requestCount: numberIn(answer, "request_count"),
        errorCount: numberIn(answer, "error_count"),
      };
    },
    async spans({ service, minDuration, window, errorsOnly, slowestFirst, limit }) {
      const answer = await get("/traces/query", {
        service,
        minDuration: minDuration === 0 ? undefined : nanoseconds(minDuration),
        timeRange: window === undefined ? undefined : nanoseconds(window),
        errorsOnly: errorsOnly ? "true" : undefined,
        order: slowestFirst ? "slowest" : undefined,
        limit: String(limit),
      });
      return rowsIn(answer, "traces");
    },
    cpu: async () => numberIn(await get("/system/cpu"), "usage_percent"),
    async memory() {
      const answer = await get("/system/memory");
      return { used: numberIn(answer, "used"), total: numberIn(answer, "total") };
    },
    async systemMetrics(names) {
      return rowsIn(await get("/system/metrics", { name: names }), "metrics");
    },
    services: async () => rowsIn(await get("/services"), "services"),
    async activity(service, window) {
      const answer = await get("/services/activity", { service, window: nanoseconds(window) });
      return rowsIn(answer, "services");
    },
    async emit(name, data, severity) {
      const body = `{"name":${JSON.stringify(name)},"data":${data},"severity":${
        JSON.stringify(severity)
      }}`;
      const { status } = await events.enter(() => ask("/emit", posting(body)));
      if (status !== "ok") throw unavailable("gives an answer without the status `ok`");
    },
    facts,
  };
}

function failure(code: string, message: string, budget?: unknown): Error {
  return Object.assign(new Error(message), { code, ...(budget ? { budget } : {}) });
}

/** The error that a server answered with; undefined where the answer tells of none. */
function refusal(answer: Answer | undefined): Error | undefined {
  const { code, message, budget } = (answer?.error ?? {}) as Answer;
  if (typeof code !== "string" || typeof message !== "string") return undefined;
  return failure(code, message, budget);
}

function parseObject(text: string): Answer | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The object of a statement's answer, its cells as scripts have them. */
function parseRows(text: string): Answer | undefined {
  const answer = parseObject(text);
  return answer && restoreNumbers(answer, text);
}

/** A bigint prints all its digits, where a long number would have an exponent. */
function nanoseconds(length: number): string {
  return `${BigInt(length)}ns`;
}

/** A server binds a JSON number as BIGINT where it has neither a point nor an exponent, else as DOUBLE. */
function parameterToJson(value: SqlParameter, index: number): string {
  if (typeof value === "bigint") {
    if (BigInt.asIntN(64, value) === value) return String(value);
    throw invalidArgument(
      `parameter ${index + 1} is a bigint outside of 64 bits: pass it as a text`,
    );
  }
  // JSON lacks NaN and the infinities.
  if (typeof value === "number" && !Number.isFinite(value)) return `{"double":"${value}"}`;
  // Beyond the safe range a number only stands near the whole number that it prints.
  const isDouble = Number.isInteger(value) && !Number.isSafeInteger(value);
  return isDouble ? (value as number).toExponential() : JSON.stringify(value);
}
