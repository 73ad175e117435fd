/**
 * A refusal that nobody catches ends the run, and is placed in the script.
 */

// exit code: 1

function steal(path: string): string {
  return Deno.readTextFileSync(path);
}

console.log(steal("/etc/shadow"));
