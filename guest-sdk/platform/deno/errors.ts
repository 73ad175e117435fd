/**
 * The classes of `Deno.errors` that a script can meet here, and the refusal that stands for most of them.
 *
 * Knows nothing of what was asked for.
 */

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

/** The script has not been given the capability. */
export const NotCapable = errorClass("NotCapable");
/** The operating system refused. */
export const PermissionDenied = errorClass("PermissionDenied");
/** There is no such file or address. */
export const NotFound = errorClass("NotFound");
/** It exists in Deno, and not here. */
export const NotSupported = errorClass("NotSupported");

/** Deno's permissions, as its flags name them. */
export type Permission = "read" | "write" | "net" | "env" | "run" | "sys" | "ffi" | "import";

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
  const to = target === undefined ? "" : ` to ${target.startsWith("<") ? target : `"${target}"`}`;
  const message =
    `Requires ${permission} access${to}, run again with the --allow-${permission} flag`;
  const error = new NotCapable(message);
  Error.captureStackTrace(error, refused);
  return error;
}
