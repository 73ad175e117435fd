/**
 * The entry of the engine: the whole API, over the host.
 *
 * It is evaluated once, when the engine is built, and calls nothing of the host.
 */

import { useTransport } from "./transport.ts";
import { hostTransport } from "./transport_host.ts";

useTransport(hostTransport);

export * from "./mod.ts";
