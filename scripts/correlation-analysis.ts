/**
 * Looks for errors of the payments service, and tells whether they come together with a busy machine.
 *
 * Emits a `correlation` when processors or memory are busy, an `error_pattern` when they are not.
 *
 * Parameters:
 *   checks  how many checks to make before ending; without it, the script watches for ever: `--param checks=1`
 */

import * as coral from "jsr:@coral/sdk";

const SERVICE = "payments";
const MEMORY_THRESHOLD_PCT = 80;
const CPU_THRESHOLD_PCT = 80;
const CHECK_INTERVAL_MS = 60_000;
const MOST_SAMPLES = 5;

// The service's name is bound to the `?`, never pasted into the text.
const RECENT_ERRORS = `
  SELECT trace_id, span_id, service_name, duration_ns, http_status, http_route, start_time
  FROM otel_spans_local
  WHERE service_name = ? AND is_error AND start_time > now() - INTERVAL '5 minutes'
  ORDER BY start_time DESC
  LIMIT 100`;

/** The columns that the script reads of each row. */
interface ErrorSpan {
  trace_id: string;
  duration_ns: number;
  http_status: number;
  http_route: string | null;
}

/** How many errors each route had, the worst first, at most five routes. */
function topRoutes(errors: ErrorSpan[]): [route: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { http_route } of errors) {
    const route = http_route || "unknown";
    counts.set(route, (counts.get(route) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_SAMPLES);
}

/** One look at the errors, and an event about them if there are any. */
async function analyze(): Promise<void> {
  try {
    const { rows, count } = await coral.db.query(RECENT_ERRORS, [SERVICE]);
    if (count === 0) {
      console.log(`✓ No errors detected in ${SERVICE}`);
      return;
    }
    console.log(`Found ${count} error traces in the last 5 minutes`);
    const errors = rows as unknown as ErrorSpan[];

    const [cpu, memory] = await Promise.all([coral.system.getCPU(), coral.system.getMemory()]);
    const cpuPct = cpu.usage_percent;
    const memoryPct = (memory.used / memory.total) * 100;
    const isCpuHigh = cpuPct > CPU_THRESHOLD_PCT;
    const isMemoryHigh = memoryPct > MEMORY_THRESHOLD_PCT;

    if (isCpuHigh || isMemoryHigh) {
      const [type, resource] = isCpuHigh && isMemoryHigh
        ? ["error_high_cpu_memory", "CPU & Memory"]
        : isMemoryHigh
        ? ["error_high_memory", "Memory"]
        : ["error_high_cpu", "CPU"];
      await coral.emit("correlation", {
        type,
        service: SERVICE,
        error_count: count,
        cpu_usage_pct: cpuPct,
        memory_usage_pct: memoryPct,
        sample_traces: errors.slice(0, MOST_SAMPLES).map((span) => ({
          trace_id: span.trace_id,
          duration_ms: span.duration_ns / 1e6,
          http_status: span.http_status,
          http_route: span.http_route,
        })),
        timestamp: new Date().toISOString(),
      }, "warning");
      console.log(`🔍 CORRELATION DETECTED: ${count} errors + High ${resource}`);
      console.log(`   CPU: ${cpuPct.toFixed(1)}%, Memory: ${memoryPct.toFixed(1)}%`);
      return;
    }

    const routes = topRoutes(errors);
    console.log(
      `⚠️  Errors detected but no resource correlation: ${count} errors, ` +
        `CPU=${cpuPct.toFixed(1)}%, Memory=${memoryPct.toFixed(1)}%`,
    );
    console.log("   Top error routes:");
    for (const [route, routeCount] of routes) {
      console.log(`     - ${route}: ${routeCount} errors`);
    }
    await coral.emit("error_pattern", {
      service: SERVICE,
      error_count: count,
      top_error_routes: Object.fromEntries(routes),
      timestamp: new Date().toISOString(),
    }, "info");
  } catch (error) {
    console.error(`Error analyzing correlation: ${error}`);
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
  console.log(`Starting correlation analysis for ${SERVICE}...`);
  console.log(`  High memory threshold: ${MEMORY_THRESHOLD_PCT}%`);
  console.log(`  High CPU threshold: ${CPU_THRESHOLD_PCT}%`);
  console.log(`  Check interval: ${CHECK_INTERVAL_MS / 1000}s`);

  for (let check = 1; check <= checks; check += 1) {
    await analyze();
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
