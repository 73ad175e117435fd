/**
 * `coral:run` for tests that run in Deno: a run whose server the test names.
 *
 * Its exports are what `run.d.ts` says; no host is near.
 */

export let url = "http://127.0.0.1:1";
export const token = "token-of-the-run";
export const pendingRequests = 3;
export const facts = {
  scriptId: "watch",
  executionId: "run-1",
  parameters: [["checks", "1"]],
  services: ["payments"],
};

/** Names the server; a module that is loaded from now on sees it. */
export function setUrl(value: string): void {
  url = value;
}
