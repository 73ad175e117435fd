/**
 * Functions of the observed services: their metadata is not recorded, so that every question about it fails.
 *
 * Knows nothing of the telemetry.
 */

import { attempt, type Call, CoralError } from "../errors.ts";

/** One function of a service. */
export interface FunctionInfo {
  /** Its name, with the type that it is a method of. */
  name: string;
  /** The package that it is in. */
  package: string;
  /** The source file that it is in. */
  file_path: string;
  /** The line that it starts in. */
  line_number: number;
  /** Where it starts in the binary, in bytes. */
  offset: number;
  /** Whether the binary has DWARF debug information on it. */
  has_dwarf: boolean;
  /** The service that it belongs to. */
  service_name: string;
}

function unavailable(name: string, call: Call): Promise<never> {
  return attempt("", call, () => {
    throw new CoralError(
      "unavailable",
      `functions.${name} is not available: no metadata of functions is recorded`,
    );
  });
}

/**
 * The functions of a service.
 *
 * @throws {CoralError} `unavailable`, always
 */
export function list(_service: string): Promise<FunctionInfo[]> {
  return unavailable("list", list);
}

/**
 * One function of a service, or null.
 *
 * @throws {CoralError} `unavailable`, always
 */
export function get(_service: string, _name: string): Promise<FunctionInfo | null> {
  return unavailable("get", get);
}
