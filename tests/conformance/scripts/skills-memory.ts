/**
 * The memory leak detector over the sample: the machine's memory grows, and how fast depends on the moment it is read.
 */

import { memoryLeakDetector } from "@coral/sdk/skills/memory-leak-detector";

const found = await memoryLeakDetector();
const services = found.data.services as { service: string; growthRateBps: number }[];
console.log(found.status, found.summary, found.recommendations?.length);
console.log(
  services.map(({ growthRateBps, ...service }) => [service.service, growthRateBps > 1e7]),
);
console.log((await memoryLeakDetector({ min_growth_rate_bps: 1e12 })).status);
console.log(await memoryLeakDetector({ window_ms: 0 }));
await memoryLeakDetector({ window_ms: -1 }).catch((error) => console.log(error.message));
