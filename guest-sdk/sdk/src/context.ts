/**
 * What a run knows of itself.
 *
 * Nothing is asked before a script reads it: the engine is a snapshot that many runs start from.
 */

import { type ServiceContext, serviceContext } from "./service_context.ts";
import { type RunFacts, transport } from "./transport.ts";

/** The run, as its script sees it. */
export interface Context {
  /** The values that the run was started with, by name: `--param name=value`. */
  readonly params: ReadonlyMap<string, string>;
  /** The script's name: its file name without the extension. */
  readonly scriptId: string;
  /** This run's id, unique among all runs. */
  readonly executionId: string;
  /** Whether the run may ask about any service, about one alone, or about some. */
  readonly scope: "global" | "service" | "services";
  /** With the scope `service`: which one, and what may be asked about it. */
  readonly service?: ServiceContext | undefined;
  /** The services that the run may ask about, which may be none at all; undefined for any. */
  readonly services?: readonly string[] | undefined;
}

let facts: RunFacts | undefined;
let params: ReadonlyMap<string, string> | undefined;
let service: ServiceContext | undefined;

function run(): RunFacts {
  return facts ??= transport().facts();
}

/** The context of this run. */
export const context: Context = {
  get params() {
    return params ??= new Map(run().parameters);
  },
  get scriptId() {
    return run().scriptId;
  },
  get executionId() {
    return run().executionId;
  },
  get scope() {
    const { services } = run();
    if (!services) return "global";
    return services.length === 1 ? "service" : "services";
  },
  get service() {
    const [name, ...others] = run().services ?? [];
    return name === undefined || others.length > 0 ? undefined : service ??= serviceContext(name);
  },
  get services() {
    return run().services;
  },
};

// `console.log` names getters; here their values are wanted.
Object.defineProperty(context, Symbol.for("Deno.customInspect"), {
  value: (inspect: (value: unknown, options: object) => string, options: object) =>
    inspect({ ...context }, options),
});
