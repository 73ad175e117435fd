/**
 * Use of the machine that the telemetry is of.
 *
 * Knows nothing of how it is measured.
 */

import { attempt } from "../errors.ts";
import { type SystemMetric, systemMetrics } from "../questions.ts";
import { transport } from "../transport.ts";

/** Use of the processors. */
export interface CPUUsage {
  /** From 0 to 100. */
  usage_percent: number;
}

/** Use of the memory. */
export interface MemoryUsage {
  /** Bytes in use. */
  used: number;
  /** Bytes there are. */
  total: number;
}

/**
 * The latest use of the processors.
 *
 * @throws {CoralError} `not-found` if none was ever recorded; `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function getCPU(): Promise<CPUUsage> {
  return attempt("Failed to get CPU usage: ", getCPU, async () => ({
    usage_percent: await transport().cpu(),
  }));
}

/**
 * The latest use of the memory.
 *
 * @throws {CoralError} `not-found` if none was ever recorded; `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function getMemory(): Promise<MemoryUsage> {
  return attempt("Failed to get memory usage: ", getMemory, async () => {
    const { used, total } = await transport().memory();
    return { used, total };
  });
}

/** Samples of system metrics. */
export interface SystemMetrics {
  /** One a metric, sorted by name. */
  metrics: SystemMetric[];
}

/**
 * The latest sample of each system metric with one of these names.
 *
 * @param names such as `["system.cpu.utilization", "system.memory.usage"]`; without them, every metric. What was never
 * recorded is left out
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function getMetrics(names: readonly string[] = []): Promise<SystemMetrics> {
  return attempt(
    "Failed to get system metrics: ",
    getMetrics,
    async () => ({ metrics: await systemMetrics(names) }),
  );
}
