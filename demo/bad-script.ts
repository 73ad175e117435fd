/**
 * Tries to read a file of the machine it runs on. It must fail: a script has no files.
 */

const data = await Deno.readFile("/etc/passwd");
console.log(data);
