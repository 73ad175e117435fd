/**
 * The services that are observed.
 *
 * Knows nothing of their figures.
 */

import { attempt, requireText } from "../errors.ts";
import { transport } from "../transport.ts";
import type { ClientConfig } from "./config.ts";

/** An observed service. */
export interface Service {
  /** Its name. */
  name: string;
  /** The namespace that it is in; empty, since spans do not tell one. */
  namespace: string;
  /** How many instances of it there are; 1, since spans do not tell them apart. */
  instanceCount: number;
  /** When its newest span started. */
  lastSeen?: Date;
}

async function all(): Promise<Service[]> {
  const { rows } = await transport().services();
  return rows.map(({ service_name, last_seen }) => ({
    name: String(service_name),
    namespace: "",
    instanceCount: 1,
    ...(typeof last_seen === "string" ? { lastSeen: new Date(last_seen) } : {}),
  }));
}

/**
 * The services that have spans, sorted by name.
 *
 * @param namespace only services in it; without it, or empty, all
 * @throws {CoralError} `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function list(namespace?: string, _config?: ClientConfig): Promise<Service[]> {
  return attempt("Failed to list services: ", list, async () => {
    const services = await all();
    return namespace ? services.filter((service) => service.namespace === namespace) : services;
  });
}

/**
 * The service with this name, upper and lower case told apart; null if there is none.
 *
 * @throws {CoralError} `invalid-argument`, `budget-exceeded`, `timed-out`, `denied`, `unavailable`
 */
export function get(name: string, _config?: ClientConfig): Promise<Service | null> {
  return attempt("Failed to get service: ", get, async () => {
    const wanted = requireText(name, "the service");
    return (await all()).find((service) => service.name === wanted) ?? null;
  });
}
