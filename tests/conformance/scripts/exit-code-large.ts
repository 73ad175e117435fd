/**
 * Of an exit code, the lowest eight bits count.
 */

// exit code: 7

Deno.exit(256 + 7);
