/**
 * What `Deno` tells everyone of itself and of the process.
 */

console.log(Deno.version, Deno.build);
console.log(typeof Deno.pid, typeof Deno.ppid, Deno.args, Deno.noColor, Deno.execPath());
console.log(Deno.mainModule === import.meta.url, import.meta.main, Deno.mainModule);
const memory = Deno.memoryUsage();
console.log(Object.keys(memory).join(), memory.rss > 0, Object.isFrozen(Deno.version));
console.log(Object.keys(Deno.errors).sort().join());
const error = new Deno.errors.TimedOut("too slow");
console.log(error.name, String(error), error instanceof Deno.errors.TimedOut);
try {
  Deno.consoleSize();
} catch (error) {
  console.log(String(error));
}
const listener = () => {};
Deno.addSignalListener("SIGINT", listener);
Deno.removeSignalListener("SIGINT", listener);
for (const signal of ["SIGKILL", "SIGNOTHING"] as Deno.Signal[]) {
  try {
    Deno.addSignalListener(signal, listener);
  } catch (error) {
    console.log(String(error));
  }
}
