/**
 * The transport of a script inside the engine: each question is a call of the host.
 *
 * Knows nothing of the API. Nothing is called before a question is asked.
 */

/// <reference path="../../platform/host.d.ts" />

import * as host from "coral:host";
import type { RunFacts, Transport } from "./transport.ts";

export const hostTransport: Transport = {
  query: (sql, parameters) => host.sql(sql, parameters),
  percentile: (service, metric, fraction, window) =>
    host.percentile(service, metric, fraction, window),
  errorRate: async (service, window) => (await host.errorRate(service, window)).rate,
  spans: ({ service, minDuration, window, limit }) =>
    host.traces({
      service,
      minDurationNs: minDuration,
      windowNs: window,
      errorsOnly: false,
      slowestFirst: false,
      limit,
    }),
  cpu: () => host.cpu(),
  memory: () => host.memory(),
  // deno-lint-ignore require-await -- the host emits at once, and a refusal is a rejection
  emit: async (name, data, severity) => host.emit(name, data, severity),
  facts(): RunFacts {
    const { script, runId, parameters, service } = host.context();
    return { scriptId: script, executionId: runId, parameters, service };
  },
};
