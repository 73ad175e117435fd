/**
 * Processors and memory, as objects of plain numbers.
 */

import * as coral from "jsr:@coral/sdk";

const cpu = await coral.system.getCPU();
const memory = await coral.system.getMemory();
console.log(Object.keys(cpu), Object.keys(memory));
console.log(`${cpu.usage_percent.toFixed(1)} %`, memory.used / memory.total);
console.log(JSON.stringify({ cpu, memory }));
