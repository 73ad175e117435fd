/**
 * What scripts may hand to every call of the second generation, so that they run unchanged.
 *
 * Knows nothing of the calls.
 */

/**
 * Which colony a script would ask, and how long it would wait.
 *
 * It is accepted and has no effect: who answers a script, and how long that may take, is for the host to say.
 */
export interface ClientConfig {
  /** The address of a colony. */
  colonyAddr?: string;
  /** Milliseconds. */
  timeout?: number;
}
