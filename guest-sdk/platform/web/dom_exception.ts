/**
 * `DOMException`: the errors of the web platform, which are told apart by their name.
 *
 * Knows nothing of who throws them.
 */

import { asInterface, showAs } from "./interface.ts";

/** The names that have a code: their place in this list, from 1. */
const NAMES = [
  "IndexSize",
  "DomstringSize",
  "HierarchyRequest",
  "WrongDocument",
  "InvalidCharacter",
  "NoDataAllowed",
  "NoModificationAllowed",
  "NotFound",
  "NotSupported",
  "InUseAttribute",
  "InvalidState",
  "Syntax",
  "InvalidModification",
  "Namespace",
  "InvalidAccess",
  "Validation",
  "TypeMismatch",
  "Security",
  "Network",
  "Abort",
  "URLMismatch",
  "QuotaExceeded",
  "Timeout",
  "InvalidNodeType",
  "DataClone",
];

/** Names whose constants are still there, but which have no code any more. */
const RETIRED = ["DomstringSize", "NoDataAllowed", "Validation"];

function codeOf(name: string): number {
  const word = name.replace(/Error$/, "");
  return name === word || RETIRED.includes(word) ? 0 : NAMES.indexOf(word) + 1;
}

/** `IndexSize` is the name of `INDEX_SIZE_ERR`. */
function constantOf(name: string): string {
  const words = name.replace("InUse", "Inuse").replace("URL", "Url");
  return `${words.replace(/\B(?=[A-Z])/g, "_").toUpperCase()}_ERR`;
}

/** An error with a name of its own. */
export class DOMException extends Error {
  readonly #message: string;
  readonly #name: string;

  constructor(message: unknown = "", options: unknown = "Error") {
    super();
    Reflect.deleteProperty(this, "message");
    this.#message = `${message}`;
    const isObject = typeof options === "object" && options !== null;
    this.#name = `${isObject ? Reflect.get(options, "name") ?? "Error" : options}`;
    if (isObject && "cause" in options) {
      const property = { value: options.cause, configurable: true, writable: true };
      Object.defineProperty(this, "cause", property);
    }
    placeStack(this, DOMException);
  }

  static {
    for (const [index, name] of NAMES.entries()) {
      const property = { value: index + 1, enumerable: true };
      Object.defineProperty(this, constantOf(name), property);
      Object.defineProperty(this.prototype, constantOf(name), property);
    }
    Object.defineProperty(this, "length", { value: 0, configurable: true });
    asInterface(this);
    showAs(this, (error) => #name in error ? `${error.stack}` : "DOMException {}");
  }

  // The prototype has no name of its own; whoever asks it gets that of `Error`.
  override get name(): string {
    return #name in this ? this.#name : "Error";
  }

  override get message(): string {
    return #message in this ? this.#message : "";
  }

  get code(): number {
    return codeOf(this.name);
  }
}

/**
 * Gives the error a stack that starts with the caller of `above`, below a header: QuickJS gives
 * frames alone.
 */
// deno-lint-ignore ban-types -- any function at all
export function placeStack(error: DOMException, above: Function): void {
  Error.captureStackTrace(error, above);
  const stack = `${error.stack}`;
  const frames = /(?:^|\n) {4}at [^]*$/.exec(stack)?.[0].replace(/^\n/, "") ?? "";
  const header = error.message ? `${error.name}: ${error.message}` : error.name;
  Object.defineProperty(error, "stack", {
    value: frames ? `${header}\n${frames.trimEnd()}` : header,
    configurable: true,
    writable: true,
  });
}
