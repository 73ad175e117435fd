/**
 * A script of several files, which share the SDK and their state.
 */

import * as coral from "jsr:@coral/sdk";
import "./lib/effect.ts";
import { counted, type Counter } from "./lib/counter.ts";
import again, { counted as alias, label } from "./lib/again.ts";

console.log(counted("main"), alias("main"), again(), label);
const counter: Counter = { name: "main", count: counted("main") };
console.log(counter, coral.context.scriptId);
