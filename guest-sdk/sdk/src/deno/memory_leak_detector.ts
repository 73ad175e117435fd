/**
 * The skill `memory-leak-detector` of the Coral SDK.
 *
 * @example
 * ```ts
 * import { memoryLeakDetector } from "@coral/sdk/skills/memory-leak-detector";
 *
 * console.log(JSON.stringify(await memoryLeakDetector()));
 * ```
 *
 * @module
 */

import "./transport.ts";

export * from "../skills/memory_leak_detector.ts";
export type { RenderSpec, SkillResult, SkillStatus } from "../skills/result.ts";
