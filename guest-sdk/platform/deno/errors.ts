/**
 * The classes of `Deno.errors`, and the refusal that a script meets most.
 *
 * Knows nothing of what was asked for.
 */

/** The classes of errors, in Deno's order. */
const NAMES = [
  "NotFound",
  "PermissionDenied",
  "ConnectionRefused",
  "ConnectionReset",
  "ConnectionAborted",
  "NotConnected",
  "AddrInUse",
  "AddrNotAvailable",
  "BrokenPipe",
  "AlreadyExists",
  "InvalidData",
  "TimedOut",
  "Interrupted",
  "WriteZero",
  "WouldBlock",
  "UnexpectedEof",
  "BadResource",
  "Http",
  "Busy",
  "NotSupported",
  "FilesystemLoop",
  "IsADirectory",
  "NetworkUnreachable",
  "NotADirectory",
  "NotCapable",
] as const;

/** A class of errors whose name is its own, whether or not the engine keeps names of classes. */
function errorClass(name: string): ErrorConstructor {
  const named = { [name]: class extends Error {} }[name];
  Object.defineProperty(named.prototype, "name", {
    value: name,
    configurable: true,
    writable: true,
  });
  return named as unknown as ErrorConstructor;
}

/** `Deno.errors`. */
export const errors = Object.fromEntries(
  NAMES.map((name) => [name, errorClass(name)]),
) as Record<typeof NAMES[number], ErrorConstructor>;

/** Deno's permissions, as its flags name them. */
export type Permission = "read" | "write" | "net" | "env" | "run" | "sys" | "ffi" | "import";

/** What Deno says of a call that needs a permission; `target` is what was asked for, undefined for all there is. */
export function refusalText(permission: Permission, target: string | undefined): string {
  const to = target === undefined ? "" : ` to ${target.startsWith("<") ? target : `"${target}"`}`;
  return `Requires ${permission} access${to}, run again with the --allow-${permission} flag`;
}

/**
 * The error of a call that no script may make, in the words of Deno; `target` is what was asked for, undefined for
 * all there is. The stack starts with the caller of `refused`.
 */
export function denied(
  permission: Permission,
  target: string | undefined,
  // deno-lint-ignore ban-types -- any function at all
  refused: Function,
): Error {
  const error = new errors.NotCapable(refusalText(permission, target));
  Error.captureStackTrace(error, refused);
  return error;
}
