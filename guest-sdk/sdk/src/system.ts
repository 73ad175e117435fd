/**
 * Use of the machine that the telemetry is of.
 *
 * Knows nothing of how it is measured.
 */

import { attempt } from "./errors.ts";
import { transport } from "./transport.ts";

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
