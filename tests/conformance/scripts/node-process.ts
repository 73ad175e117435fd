/**
 * What scripts written for Node use of `process`.
 */

// exit code: 4

console.log(process.argv.slice(2), process.platform, process.arch, process.version);
console.log(typeof process.pid, process.exitCode, process.stdout.isTTY, process.versions.deno);
console.log(process.hrtime().length, typeof process.hrtime.bigint(), process.uptime() > 0);
console.log(Object.keys(process.memoryUsage()).join(), Object.prototype.toString.call(process));
process.stdout.write("begun, ");
process.stdout.write("ended\n");
process.stderr.write("to the other stream\n");
process.exitCode = 4;
console.log(process.exitCode, Deno.exitCode, global === globalThis);
