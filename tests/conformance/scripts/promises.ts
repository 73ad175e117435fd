/**
 * Promises, together and one by one.
 */

const after = <T>(ms: number, value: T) =>
  new Promise<T>((resolve) => setTimeout(resolve, ms, value));
const fail = async (text: string) => {
  await null;
  throw new Error(text);
};

console.log(await Promise.all([after(10, "slow"), after(1, "quick"), "at once"]));
console.log(await Promise.race([after(50, "slow"), after(1, "quick")]));
console.log(await Promise.any([fail("a"), after(1, "b")]));
for (const result of await Promise.allSettled([fail("a"), 1, after(1, 2)])) {
  console.log(result.status, result.status === "rejected" ? result.reason.message : result.value);
}
const none: AggregateError = await Promise.any([fail("x"), fail("y")]).catch((error) => error);
console.log(none.name, none.errors.map((error) => error.message));
const { promise, resolve } = Promise.withResolvers<string>();
setTimeout(resolve, 1, "resolved from outside");
console.log(await promise);
console.log(await Promise.try(() => "tried"), await Promise.resolve(Promise.resolve("flat")));
