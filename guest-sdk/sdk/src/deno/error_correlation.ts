/**
 * The skill `error-correlation` of the Coral SDK.
 *
 * @example
 * ```ts
 * import { errorCorrelation } from "@coral/sdk/skills/error-correlation";
 *
 * console.log(JSON.stringify(await errorCorrelation()));
 * ```
 *
 * @module
 */

import "./transport.ts";

export * from "../skills/error_correlation.ts";
export type { RenderSpec, SkillResult, SkillStatus } from "../skills/result.ts";
