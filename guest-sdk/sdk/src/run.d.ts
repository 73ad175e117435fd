/**
 * `coral:run`: the run that the host starts under Deno. The host writes this module anew for each run.
 */
declare module "coral:run" {
  /** The server of this run alone, such as `http://127.0.0.1:41234`: without a slash at its end. */
  export const url: string;
  /** What that server knows the run by. */
  export const token: string;
  /** How many questions the run may have in flight. */
  export const pendingRequests: number;
  /** What the run knows of itself. */
  export const facts: {
    /** The script's file name without its extension. */
    scriptId: string;
    /** The run's id. */
    executionId: string;
    /** Each name once. */
    parameters: [name: string, value: string][];
    /** The services that the run may ask about; without it, any. */
    services?: string[];
  };
}
