/**
 * The SDK by names: the namespaces, and the functions that are there without one.
 */

import { context, db, emit, metrics, system } from "jsr:@coral/sdk";
import { getCPU, getErrorRate as errorRate, getMemory, getPercentile } from "jsr:@coral/sdk";
import type { QueryResult, Severity } from "jsr:@coral/sdk";

const result: QueryResult = await db.query("SELECT 'a' AS letter");
const severity: Severity = "warning";
console.log(result.rows, result.count);
console.log(getCPU === system.getCPU, errorRate === metrics.getErrorRate);
console.log(await getPercentile("users", "http.server.duration", 0.5), await errorRate("users"));
console.log(await getCPU(), await getMemory());
await emit(context.scriptId, { ...result.rows[0] }, severity);
