/**
 * What a script writes to its streams is cut into lines where it ends them, together with the console's.
 */

const encoder = new TextEncoder();
const write = (text: string) => Deno.stdout.writeSync(encoder.encode(text));

console.log(write("one\ntw"), await Deno.stdout.write(encoder.encode("o\n")));
write("progress: ");
for (const step of [1, 2, 3]) write(`${step} `);
console.log("done");
write("begun");
Deno.stderr.writeSync(encoder.encode("an error\n"));
console.error("another");
console.log(", ended");

const [first, ...rest] = encoder.encode("é");
Deno.stdout.writeSync(new Uint8Array([first]));
Deno.stdout.writeSync(new Uint8Array(rest));
write("\n\n");
console.log(Deno.stdout.isTerminal(), Deno.stdin.isTerminal(), Deno.stdout, Deno.stderr);
console.log(await Deno.stdin.read(new Uint8Array(4)), Deno.stdin.readSync(new Uint8Array(4)));
try {
  Deno.stdout.writeSync("text" as unknown as Uint8Array);
} catch (error) {
  console.log(String(error));
}
write("the last line has no end");
