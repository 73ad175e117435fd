/**
 * The skills: ready questions about the health of services, each with one answer.
 *
 * Knows nothing of how they come to it.
 */

export { errorCorrelation } from "./error_correlation.ts";
export { latencyReport } from "./latency_report.ts";
export { memoryLeakDetector } from "./memory_leak_detector.ts";
