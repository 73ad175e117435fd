import { context } from "jsr:@coral/sdk";
import { counted } from "./counter.ts";

export * from "./counter.ts";
export const label = `${context.scriptId} at ${await Promise.resolve("top level")}`;
export default () => counted("again");
console.log("again.ts is evaluated");
