/**
 * Microtasks run before timers, in the order in which they came to be.
 */

async function steps(name: string): Promise<void> {
  for (let step = 1; step <= 3; step += 1) {
    console.log(name, step);
    await null;
  }
}

setTimeout(() => console.log("timer"), 0);
queueMicrotask(() => console.log("microtask"));
Promise.resolve("value").then(console.log).finally(() => console.log("finally"));
steps("a");
steps("b");
const thenable = { then: (resolve: (value: string) => void) => resolve("thenable") };
Promise.resolve(thenable).then(console.log);
(async () => console.log(await thenable))();
console.log("end of the script's own code");
