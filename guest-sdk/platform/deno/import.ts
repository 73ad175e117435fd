/**
 * What `import()` of what no bundle holds is told: a script is one bundle, and Deno says so in these words.
 *
 * Knows nothing of bundles.
 */

import { parseAddress } from "../web/address.ts";
import { codedTypeError } from "../web/arguments.ts";
import { URL } from "../web/url/url.ts";
import { refusalText } from "./errors.ts";

/** The hosts that Deno takes modules from without being asked. */
const USUAL_HOSTS = [
  "deno.land:443",
  "jsr.io:443",
  "esm.sh:443",
  "raw.esm.sh:443",
  "cdn.jsdelivr.net:443",
  "raw.githubusercontent.com:443",
  "gist.githubusercontent.com:443",
];

const SCHEMES = ["blob", "data", "file", "http", "https", "jsr", "npm"];

function remote(url: string): string {
  return `A remote specifier was requested: "${url}", but --no-remote is specified.`;
}

function reason(specifier: string): string {
  const path = /^(?:\/|\.\.?\/)/.test(specifier);
  const address = parseAddress(path ? new URL(specifier, "file:///").href : specifier);
  if (!address) {
    return `Import "${specifier}" not a dependency and not in import map from "script.js"`;
  }
  const { scheme } = address;
  switch (scheme) {
    case "npm":
      return "npm specifiers were requested; but --no-npm is specified";
    case "jsr": {
      const [name] = /@[^/]+\/[^@/]+/.exec(specifier) ?? [""];
      const manifest = remote(`https://jsr.io/${name}/meta.json`);
      return `JSR package manifest for '${name}' failed to load. ${manifest}`;
    }
    case "file":
      return refusalText("read", address.path);
    case "http":
    case "https":
      return USUAL_HOSTS.includes(address.host)
        ? remote(specifier)
        : refusalText("import", address.host);
    case "blob":
    case "data":
      return `Module not found "${specifier}".`;
    default:
      return `Unsupported scheme "${scheme}" for module "${specifier}". Supported schemes:` +
        SCHEMES.map((supported) => `\n - "${supported}"`).join("");
  }
}

/** The error that `import(specifier)` rejects with. */
export function importRefusal(specifier: string): TypeError {
  const error = codedTypeError("ERR_MODULE_NOT_FOUND", reason(specifier));
  return Object.defineProperty(error, "code", { enumerable: true });
}
