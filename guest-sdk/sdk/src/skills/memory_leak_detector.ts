/**
 * The skill `memory-leak-detector`: which services use ever more memory.
 *
 * Knows nothing of what they keep.
 *
 * @module
 */

import { attempt } from "../errors.ts";
import { transport } from "../transport.ts";
import { numberParameter, progress, type SkillResult } from "./result.ts";

/** What a memory leak detector may be told. */
export interface MemoryLeakDetectorParams {
  /** How far back to look, in milliseconds; a quarter of an hour. */
  window_ms?: number;
  /** Growth from so many bytes a second on is a leak; 102,400. */
  min_growth_rate_bps?: number;
}

/** How the memory of one service grew. */
export interface MemoryGrowth {
  /** The service's name; `host` for the machine as a whole. */
  service: string;
  /** Bytes a second between the first sample and the last, below 0 where it shrank. */
  growthRateBps: number;
  /** The same in KiB a second. */
  growthKbps: number;
  /** Bytes in use at the first sample. */
  firstSampleBytes: number;
  /** Bytes in use at the last sample. */
  lastSampleBytes: number;
  /** How many samples there are; at least two. */
  sampleCount: number;
  /** Whether it grows as fast as a leak. */
  leaking: boolean;
}

const DEFAULT_WINDOW_MS = 900_000;
const DEFAULT_MIN_GROWTH_RATE_BPS = 102_400;
/** From so many services on it is more than a fault of theirs. */
const MANY = 3;

// A sample is of the service that its attributes name, and else of the machine; attributes that are no JSON name none.
// What was sampled at the same time for several processes of a service is added up.
const GROWTH = `
  WITH named AS (
    SELECT timestamp, value, coalesce(
      TRY(json_extract_string(attributes, '$."service.name"')),
      TRY(json_extract_string(attributes, '$.service_name')),
      TRY(json_extract_string(attributes, '$.service')),
      'host') AS service
    FROM system_metrics_local
    WHERE name IN ('system.memory.usage', 'process.memory.usage')
      AND timestamp > make_timestamp(?) AND isfinite(value)
      AND coalesce(TRY(json_extract_string(attributes, '$.state')), 'used') = 'used'
  ), samples AS (
    SELECT service, timestamp, sum(value) AS value FROM named GROUP BY service, timestamp
  )
  SELECT service, arg_min(value, timestamp) AS first_bytes, arg_max(value, timestamp) AS last_bytes,
    epoch(max(timestamp) - min(timestamp)) AS seconds, count(*) AS sample_count
  FROM samples
  GROUP BY service HAVING count(*) >= 2 ORDER BY service`;

async function measure(windowMs: number, leakBps: number): Promise<MemoryGrowth[]> {
  const since = Math.round((Date.now() - windowMs) * 1000);
  const { rows } = await transport().query(GROWTH, [since]);
  return rows.map(({ service, first_bytes, last_bytes, seconds, sample_count }) => {
    const [firstSampleBytes, lastSampleBytes] = [Number(first_bytes), Number(last_bytes)];
    const growthRateBps = (lastSampleBytes - firstSampleBytes) / Number(seconds);
    return {
      service: String(service),
      growthRateBps,
      growthKbps: growthRateBps / 1024,
      firstSampleBytes,
      lastSampleBytes,
      sampleCount: Number(sample_count),
      leaking: growthRateBps >= leakBps,
    };
  });
}

function summarize(found: MemoryGrowth[], leaking: MemoryGrowth[]): string {
  if (leaking.length === 0) return `No memory leaks in ${found.length} service(s)`;
  const names = leaking.map(({ service }) => service).join(", ");
  return `${leaking.length} service(s) may leak memory: ${names}`;
}

/**
 * Finds the services whose memory grows steadily fast: one or two are a `warning`, three or more are `critical`, and
 * without two samples of any service the status is `unknown`.
 *
 * `data` is `{window_ms, min_growth_rate_bps, services}`, with a {@linkcode MemoryGrowth} for each service. The samples
 * are those of `system.memory.usage` and `process.memory.usage` in `system_metrics_local`. How it gets on is written to
 * standard error.
 *
 * @throws {CoralError} as `db.query` does
 */
export function memoryLeakDetector(params: MemoryLeakDetectorParams = {}): Promise<SkillResult> {
  return attempt("memory-leak-detector: ", memoryLeakDetector, async () => {
    const window_ms = numberParameter("window_ms", params.window_ms, DEFAULT_WINDOW_MS);
    const min_growth_rate_bps = numberParameter(
      "min_growth_rate_bps",
      params.min_growth_rate_bps,
      DEFAULT_MIN_GROWTH_RATE_BPS,
    );
    const found = await measure(window_ms, min_growth_rate_bps);
    const data = { window_ms, min_growth_rate_bps, services: found };
    if (found.length === 0) {
      return { summary: "No memory samples found.", status: "unknown", data };
    }
    for (const { service, growthKbps, leaking } of found) {
      progress(`${service}: ${growthKbps.toFixed(1)} KiB/s${leaking ? ", leaking" : ""}`);
    }
    const leaking = found.filter((growth) => growth.leaking);
    return {
      summary: summarize(found, leaking),
      status: leaking.length === 0 ? "healthy" : leaking.length < MANY ? "warning" : "critical",
      data,
      recommendations: leaking.map(({ service, growthKbps }) =>
        `Take a heap profile of ${service}: its memory grows by ${growthKbps.toFixed(1)} KiB/s`
      ),
    };
  });
}
