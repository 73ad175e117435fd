/**
 * The transport of a script that a person runs with a Deno of their own: over HTTP, to a server that the environment may
 * name.
 *
 * Each variable is read only where `--allow-env` permits it already, so that nobody is asked for a permission that most
 * runs do not need. Outside of Deno there are neither variables nor parameters. Nothing is requested before a question
 * is asked.
 */

import { parseParameters } from "../arguments.ts";
import { type RunFacts, useTransport } from "../transport.ts";
import { httpTransport } from "../transport_http.ts";

const isDeno = typeof Deno !== "undefined";

/** A variable of the environment, if it is set and may be read. */
function permitted(variable: string): string | undefined {
  if (!isDeno) return undefined;
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) || undefined : undefined;
}

/** The file name of the main module, without its extension. */
function scriptName(): string {
  try {
    const [, name] = /([^/]+?)(?:\.[^./]*)?$/.exec(new URL(Deno.mainModule).pathname)!;
    return decodeURIComponent(name!);
  } catch {
    // There is no `Deno`, or no file name that may be read.
    return "script";
  }
}

/** 128 random bits in hexadecimal. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function facts(): RunFacts {
  return {
    scriptId: scriptName(),
    executionId: randomId(),
    parameters: parseParameters(isDeno ? Deno.args : []),
    services: undefined,
  };
}

useTransport(httpTransport({
  url: permitted("CORAL_SDK_URL") ?? "http://localhost:9003",
  token: permitted("CORAL_SDK_TOKEN"),
  facts,
}));
