/**
 * A monitor of the second generation: looks again and again, and emits what it finds.
 */

import { activity, emit, metrics, services } from "@coral/sdk";

const THRESHOLD_MS = 500;
const ERROR_RATE_THRESHOLD = 0.01;

async function check(): Promise<void> {
  const { value } = await metrics.getP99("payments", "http.server.duration", 5 * 60 * 1000);
  const { errorCount, errorRate } = await activity.getServiceErrors("payments", 5 * 60 * 1000);
  const p99 = value / 1_000_000;
  if (p99 > THRESHOLD_MS && errorRate > ERROR_RATE_THRESHOLD) {
    console.log("🚨 CRITICAL ALERT");
    console.log(
      `   P99: ${p99.toFixed(2)}ms, Errors: ${(errorRate * 100).toFixed(2)}% (${errorCount})`,
    );
    await emit("alert", { service: "payments", p99, errorRate }, "critical");
  } else {
    console.log("✓ OK: payments healthy");
  }
}

async function correlate(): Promise<void> {
  const found = await Promise.all((await services.list()).map(async ({ name }) => ({
    name,
    p99: (await metrics.getP99(name, "http.server.duration")).value / 1e6,
  })));
  const average = found.reduce((sum, { p99 }) => sum + p99, 0) / found.length;
  found.sort((a, b) => b.p99 - a.p99);
  console.log(`average ${average.toFixed(1)}ms`, found.slice(0, 3));
}

for (let round = 1; round <= 3; round += 1) {
  try {
    await check();
    await correlate();
  } catch (error) {
    console.error("❌ Error checking service health:", error);
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
}
