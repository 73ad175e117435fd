/**
 * The transport of a script inside the engine: each question is a call of the host.
 *
 * Knows nothing of the API. Nothing is called before a question is asked.
 */

/// <reference path="../../platform/host.d.ts" />

import * as host from "coral:host";
import type { RunFacts, Transport } from "./transport.ts";

export const hostTransport: Transport = {
  query: (sql, parameters, limit) => host.sql(sql, parameters, limit),
  percentile: (service, metric, fraction, window) =>
    host.percentile(service, metric, fraction, window),
  errorRate: (service, window) => host.errorRate(service, window),
  spans: ({ service, minDuration, window, errorsOnly, slowestFirst, limit }) =>
    host.traces({
      service,
      minDurationNs: minDuration,
      windowNs: window,
      errorsOnly,
      slowestFirst,
      limit,
    }),
  cpu: () => host.cpu(),
  memory: () => host.memory(),
  systemMetrics: (names) => host.systemMetrics(names),
  services: () => host.services(),
  activity: (service, window) => host.serviceActivity(service, window),
  emit: (name, data, severity) => host.emit(name, data, severity),
  checkEventSize: (bytes) => host.checkEventSize(bytes),
  facts(): RunFacts {
    const { script, runId, parameters, services } = host.context();
    return { scriptId: script, executionId: runId, parameters, services };
  },
};
