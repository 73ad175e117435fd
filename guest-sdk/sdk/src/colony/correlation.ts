/**
 * Correlations, which a colony's agents watch for with probes: nothing here does, so that every call fails.
 *
 * Knows nothing of the telemetry.
 */

import { attempt, type Call, CoralError } from "../errors.ts";

/** What an agent would watch for. */
export type CorrelationDescriptor = Record<string, unknown>;

function unavailable(name: string, call: Call): Promise<never> {
  return attempt("", call, () => {
    throw new CoralError(
      "unavailable",
      `correlation.${name} is not available: no probes are attached here`,
    );
  });
}

/**
 * Has the agents of a service watch for something.
 *
 * @throws {CoralError} `unavailable`, always
 */
export function deploy(
  _serviceName: string,
  _descriptor: CorrelationDescriptor,
): Promise<never> {
  return unavailable("deploy", deploy);
}

/**
 * Ends that.
 *
 * @throws {CoralError} `unavailable`, always
 */
export function remove(_correlationId: string, _serviceName?: string): Promise<never> {
  return unavailable("remove", remove);
}

/**
 * What is watched for.
 *
 * @throws {CoralError} `unavailable`, always
 */
export function list(_serviceName?: string): Promise<never> {
  return unavailable("list", list);
}
