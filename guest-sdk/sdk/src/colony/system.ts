/**
 * Use of the machine.
 *
 * Knows nothing of how it is measured.
 */

import { attempt, CoralError, requireText } from "../errors.ts";
import { systemMetrics } from "../questions.ts";
import { transport } from "../transport.ts";
import type { ClientConfig } from "./config.ts";

/** Use of a machine. */
export interface SystemMetrics {
  /** From 0 to 100. */
  cpuPercent: number;
  /** From 0 to 100. */
  memoryPercent: number;
  /** Bytes in use. */
  memoryBytes: number;
  /** When the use of the processors was measured. */
  timestamp: Date;
}

const CPU = "system.cpu.utilization";

/**
 * The latest use of the machine that a service runs on: there is one machine, which all services share.
 *
 * @param service the service's name
 * @throws {CoralError} `not-found` if it was never recorded; `invalid-argument`, `budget-exceeded`, `timed-out`,
 * `denied`, `unavailable`
 */
export function getMetrics(service: string, _config?: ClientConfig): Promise<SystemMetrics> {
  return attempt("Failed to get system metrics: ", getMetrics, async () => {
    requireText(service, "the service");
    const [[cpu], memory] = await Promise.all([systemMetrics([CPU]), transport().memory()]);
    if (!cpu) throw new CoralError("not-found", `the metric ${CPU} was never recorded`);
    return {
      cpuPercent: cpu.value,
      memoryPercent: memory.total > 0 ? memory.used / memory.total * 100 : 0,
      memoryBytes: memory.used,
      timestamp: new Date(cpu.timestamp),
    };
  });
}
