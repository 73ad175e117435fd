/**
 * The entry of a run that the host starts under Deno: every module that a script may import, over the server of this run.
 *
 * Nothing is requested before a question is asked.
 */

/// <reference path="./run.d.ts" />

import { facts, pendingRequests, token, url } from "coral:run";
import { useTransport } from "./transport.ts";
import { httpTransport } from "./transport_http.ts";

useTransport(httpTransport({
  url,
  token,
  pendingRequests,
  facts: () => ({ services: undefined, ...facts }),
}));

export { modules } from "./modules.ts";
