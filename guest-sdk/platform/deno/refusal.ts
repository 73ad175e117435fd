/**
 * Makes functions that refuse: those that throw, and those that reject, as their namesakes in Deno do.
 *
 * Knows nothing of what they are named.
 */

import { denied, type Permission } from "./errors.ts";

/** Which permission a call needs, and for what. */
export type Need = [permission: Permission, target: string | undefined];

/** Finds out what a call with these arguments needs. */
// deno-lint-ignore no-explicit-any -- what scripts pass
export type NeedOf = (...list: any[]) => Need;

export type Refusal = (...list: unknown[]) => unknown;

/** A function called `name` that throws. */
export function throwing(name: string, needOf: NeedOf): Refusal {
  const refusal: Refusal = {
    [name](...list: unknown[]): never {
      throw denied(...needOf(...list), refusal);
    },
  }[name];
  return refusal;
}

/** A function called `name` that rejects. */
export function rejecting(name: string, needOf: NeedOf): Refusal {
  const refusal: Refusal = {
    // deno-lint-ignore require-await -- a refusal is a rejection, as it is in Deno
    async [name](...list: unknown[]): Promise<never> {
      throw denied(...needOf(...list), refusal);
    },
  }[name];
  return refusal;
}
