/**
 * `ErrorEvent` and `PromiseRejectionEvent`: what listeners of the global object are told of errors that nobody caught.
 *
 * Knows nothing of who tells them.
 */

import { dictionary } from "./arguments.ts";
import { Event } from "./event.ts";
import { asInterface } from "./interface.ts";

/** An error that nobody caught. */
export class ErrorEvent extends Event {
  readonly message: string;
  readonly filename: string;
  readonly lineno: number;
  readonly colno: number;
  readonly error: unknown;

  constructor(type: unknown, options: unknown = undefined) {
    super(type, options);
    const init = dictionary<ErrorEvent>(options, "construct 'ErrorEvent'");
    this.message = `${init.message ?? ""}`;
    this.filename = `${init.filename ?? ""}`;
    this.lineno = Number(init.lineno ?? 0);
    this.colno = Number(init.colno ?? 0);
    this.error = init.error;
  }

  static {
    asInterface(this);
  }
}

/** A rejection that nobody handled. */
export class PromiseRejectionEvent extends Event {
  readonly promise: Promise<unknown> | undefined;
  readonly reason: unknown;

  constructor(type: unknown, options: unknown) {
    super(type, options);
    const init = dictionary<PromiseRejectionEvent>(options, "construct 'PromiseRejectionEvent'");
    this.promise = init.promise;
    this.reason = init.reason;
  }

  static {
    asInterface(this);
  }
}
