/**
 * The entry of the engine: every module that a script may import, over the host.
 *
 * It is evaluated once, when the engine is built, and calls nothing of the host.
 */

import { useTransport } from "./transport.ts";
import { hostTransport } from "./transport_host.ts";

useTransport(hostTransport);

export { failure } from "./errors.ts";
export { modules } from "./modules.ts";
