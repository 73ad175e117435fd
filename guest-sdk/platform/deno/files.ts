/**
 * The functions of `Deno` that reach files: a script has no files, so that each refuses.
 *
 * Knows nothing of any file system.
 */

import { parseAddress } from "../web/address.ts";
import { denied, errors, type Permission } from "./errors.ts";
import { type NeedOf, type Refusal, rejecting, throwing } from "./refusal.ts";

/** A path as text, from what Deno takes for one. */
function pathOf(path: unknown): string {
  if (Object.prototype.toString.call(path) === "[object URL]") {
    const address = parseAddress(String(path));
    if (address?.scheme === "file") return address.path;
    throw new TypeError("Must be a file URL");
  }
  if (typeof path === "string" && path) return path;
  throw new Error("Empty path is not allowed");
}

const needs = (permission: Permission): NeedOf => (path) => [permission, pathOf(path)];

/** Where Deno makes temporary files if it is not told. */
const temporary: NeedOf = (options?: { dir?: string }) => ["write", options?.dir ?? "<TMP>"];

interface OpenOptions {
  read?: boolean;
  write?: boolean;
  append?: boolean;
  create?: boolean;
  createNew?: boolean;
}

const open: NeedOf = (path, options?: OpenOptions) => {
  const { read, write, append, create, createNew } = options ?? { read: true };
  if ((create || createNew) && !(write || append)) {
    throw new Error("'create' or 'createNew' options require 'write' or 'append' to be true");
  }
  return [read ? "read" : "write", pathOf(path)];
};

/** Functions that exist twice, as `name` and as `nameSync`. */
const TWICE: Readonly<Record<string, NeedOf>> = {
  readFile: needs("read"),
  readTextFile: needs("read"),
  writeFile: needs("write"),
  writeTextFile: needs("write"),
  open,
  create: needs("read"),
  stat: needs("read"),
  lstat: needs("read"),
  realPath: needs("read"),
  readLink: needs("read"),
  copyFile: needs("read"),
  rename: needs("read"),
  link: needs("read"),
  remove: needs("write"),
  mkdir: needs("write"),
  truncate: needs("write"),
  chmod: needs("write"),
  chown: needs("write"),
  utime: needs("write"),
  makeTempDir: temporary,
  makeTempFile: temporary,
};

// deno-lint-ignore ban-types -- any function at all
function symlinkRefused(name: string, refused: Function): Error {
  const error = new errors.NotCapable(
    `Deno.${name}() requires unscoped --allow-read and --allow-write permissions; path-scoped ` +
      "grants (e.g. --allow-write=<path>) are not supported because a symlink's target is only " +
      "resolved when the link is traversed",
  );
  Error.captureStackTrace(error, refused);
  return error;
}

function twice(): Record<string, Refusal> {
  const functions: Record<string, Refusal> = {};
  for (const [name, needOf] of Object.entries(TWICE)) {
    functions[name] = rejecting(name, needOf);
    functions[`${name}Sync`] = throwing(`${name}Sync`, needOf);
  }
  return functions;
}

/** All of them. */
export const files = {
  ...twice(),
  readDirSync: throwing("readDirSync", needs("read")),
  watchFs: throwing(
    "watchFs",
    (paths) => ["read", pathOf(Array.isArray(paths) ? paths[0] : paths)],
  ),
  chdir: throwing("chdir", needs("read")),
  cwd: throwing("cwd", () => ["read", "<CWD>"]),

  /** Refuses when it is iterated, as in Deno. */
  readDir(path: unknown): AsyncIterable<never> {
    return {
      // deno-lint-ignore require-yield -- it has nothing to yield
      async *[Symbol.asyncIterator](): AsyncGenerator<never> {
        throw denied("read", pathOf(path), files.readDir);
      },
    };
  },
  // deno-lint-ignore require-await -- a refusal is a rejection, as it is in Deno
  async symlink(): Promise<never> {
    throw symlinkRefused("symlink", files.symlink);
  },
  symlinkSync(): never {
    throw symlinkRefused("symlinkSync", files.symlinkSync);
  },
};
