/**
 * Watches the latency and the error rate of the payments service, and emits an `alert` when either is too high.
 *
 * Parameters:
 *   checks  how many checks to make before ending; without it, the script watches for ever: `--param checks=1`
 */

import * as coral from "jsr:@coral/sdk";

const SERVICE = "payments";
const LATENCY_THRESHOLD_MS = 500;
const ERROR_RATE_THRESHOLD = 0.01; // a fraction: 1 %
const CHECK_INTERVAL_MS = 30_000;

/** One look at the service, and an alert if it looks bad. */
async function checkHealth(): Promise<void> {
  try {
    // None of the four needs another's answer, so they are asked at once.
    const [p99, errorRate, cpu, memory] = await Promise.all([
      coral.metrics.getPercentile(SERVICE, "http.server.duration", 0.99),
      coral.metrics.getErrorRate(SERVICE, "5m"),
      coral.system.getCPU(),
      coral.system.getMemory(),
    ]);
    const p99Ms = p99 / 1e6; // latencies come in nanoseconds
    const errorRatePct = errorRate * 100;
    const cpuPct = cpu.usage_percent;
    const memoryPct = (memory.used / memory.total) * 100;

    const isSlow = p99Ms > LATENCY_THRESHOLD_MS;
    const isFailing = errorRate > ERROR_RATE_THRESHOLD;

    if (isSlow && isFailing) {
      await coral.emit("alert", {
        message: `${SERVICE} service degraded: high latency AND high error rate`,
        service: SERVICE,
        severity: "critical",
        p99_latency_ms: p99Ms,
        latency_threshold_ms: LATENCY_THRESHOLD_MS,
        error_rate_pct: errorRatePct,
        error_rate_threshold_pct: ERROR_RATE_THRESHOLD * 100,
        cpu_usage_pct: cpuPct,
        memory_usage_pct: memoryPct,
        timestamp: new Date().toISOString(),
      }, "critical");
      console.log(
        `🚨 CRITICAL ALERT: ${SERVICE} degraded - ` +
          `P99=${p99Ms.toFixed(1)}ms, Errors=${errorRatePct.toFixed(2)}%`,
      );
    } else if (isSlow) {
      await coral.emit("alert", {
        message: `${SERVICE} service experiencing high latency`,
        service: SERVICE,
        severity: "warning",
        p99_latency_ms: p99Ms,
        latency_threshold_ms: LATENCY_THRESHOLD_MS,
        error_rate_pct: errorRatePct,
        cpu_usage_pct: cpuPct,
        memory_usage_pct: memoryPct,
        timestamp: new Date().toISOString(),
      }, "warning");
      console.log(`⚠️  WARNING: ${SERVICE} high latency - P99=${p99Ms.toFixed(1)}ms`);
    } else if (isFailing) {
      await coral.emit("alert", {
        message: `${SERVICE} service experiencing high error rate`,
        service: SERVICE,
        severity: "warning",
        p99_latency_ms: p99Ms,
        error_rate_pct: errorRatePct,
        error_rate_threshold_pct: ERROR_RATE_THRESHOLD * 100,
        cpu_usage_pct: cpuPct,
        memory_usage_pct: memoryPct,
        timestamp: new Date().toISOString(),
      }, "warning");
      console.log(`⚠️  WARNING: ${SERVICE} high error rate - Errors=${errorRatePct.toFixed(2)}%`);
    } else {
      console.log(
        `✓ OK: ${SERVICE} healthy - ` +
          `P99=${p99Ms.toFixed(1)}ms, Errors=${errorRatePct.toFixed(2)}%, ` +
          `CPU=${cpuPct.toFixed(1)}%, Memory=${memoryPct.toFixed(1)}%`,
      );
    }
  } catch (error) {
    // A check that fails is worth an alert too. If even that cannot be sent, the script ends.
    console.error(`Error checking service health: ${error}`);
    await coral.emit("alert", {
      message: `Failed to check ${SERVICE} service health`,
      service: SERVICE,
      severity: "error",
      error: String(error),
      timestamp: new Date().toISOString(),
    }, "error");
  }
}

/** How many checks the run was asked to make. */
function checksWanted(): number {
  const text = coral.context.params.get("checks");
  if (text === undefined) return Infinity;
  const checks = Number(text);
  if (Number.isSafeInteger(checks) && checks > 0) return checks;
  throw new Error(`the parameter "checks" must be a whole number above 0, not "${text}"`);
}

async function main(): Promise<void> {
  const checks = checksWanted();
  console.log(`Starting high latency monitoring for ${SERVICE}...`);
  console.log(`  Latency threshold: ${LATENCY_THRESHOLD_MS}ms`);
  console.log(`  Error rate threshold: ${ERROR_RATE_THRESHOLD * 100}%`);
  console.log(`  Check interval: ${CHECK_INTERVAL_MS / 1000}s`);

  for (let check = 1; check <= checks; check += 1) {
    await checkHealth();
    if (check === checks) break;
    await new Promise((resolve) => setTimeout(resolve, CHECK_INTERVAL_MS));
  }
}

try {
  await main();
} catch (error) {
  console.error(`Fatal error: ${error}`);
  Deno.exit(1);
}
