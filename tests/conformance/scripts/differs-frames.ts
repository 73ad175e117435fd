/**
 * The callers of an asynchronous function in the stack of an error.
 */

async function inner(): Promise<never> {
  await null;
  throw new Error("late");
}

async function outer(): Promise<void> {
  await inner();
}

await outer().catch((error) => console.log(error.stack.includes("outer")));
