/**
 * The skill `latency-report` of the Coral SDK.
 *
 * @example
 * ```ts
 * import { latencyReport } from "@coral/sdk/skills/latency-report";
 *
 * console.log(JSON.stringify(await latencyReport()));
 * ```
 *
 * @module
 */

import "./transport.ts";

export * from "../skills/latency_report.ts";
export type { RenderSpec, SkillResult, SkillStatus } from "../skills/result.ts";
