/**
 * Every module that a script may import, under the specifier that a bundle imports it by.
 *
 * Knows nothing of transports: an entry chooses one before a script asks anything.
 */

import * as agent from "./agent/mod.ts";
import * as colony from "./colony/mod.ts";
import * as errorCorrelation from "./skills/error_correlation.ts";
import * as latencyReport from "./skills/latency_report.ts";
import * as memoryLeakDetector from "./skills/memory_leak_detector.ts";

/** The modules, by specifier. One without `jsr:` is found with it too, unless that is another module. */
export const modules: Readonly<Record<string, object>> = {
  "jsr:@coral/sdk": agent,
  "@coral/sdk": colony,
  "@coral/sdk/skills/error-correlation": errorCorrelation,
  "@coral/sdk/skills/latency-report": latencyReport,
  "@coral/sdk/skills/memory-leak-detector": memoryLeakDetector,
};
