/**
 * Trying again, giving up in time, and who wins.
 */

const sleep = (milliseconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });

async function retry<T>(work: (attempt: number) => Promise<T>, attempts: number): Promise<T> {
  for (let attempt = 1;; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      console.log("attempt", attempt, (error as Error).message);
      if (attempt === attempts) throw new Error(`gave up after ${attempts}`, { cause: error });
      await sleep(2 ** attempt);
    }
  }
}

console.log(
  await retry(
    (attempt) => attempt < 3 ? Promise.reject(new Error("not yet")) : Promise.resolve("there"),
    5,
  ),
);
try {
  await retry(() => Promise.reject(new TypeError("never")), 2);
} catch (error) {
  console.log((error as Error).message, "because of", String((error as Error).cause));
}
try {
  await sleep(10_000, AbortSignal.timeout(5));
} catch (error) {
  console.log((error as Error).name, (error as Error).message, error instanceof DOMException);
}
const controller = new AbortController();
setTimeout(() => controller.abort(new Error("stopped")), 2);
const either = AbortSignal.any([controller.signal, AbortSignal.timeout(10_000)]);
await sleep(10_000, either).catch((error) => console.log(error.message, either.aborted));
const late = new Promise((_, reject) => setTimeout(reject, 5, new Error("too late")));
console.log(await Promise.race([late, Promise.resolve("first")]).catch(String));
await late.catch((error) => console.log(error.message));
console.log(await Promise.allSettled([1, Promise.reject("no"), sleep(1)]));
const { promise, resolve } = Promise.withResolvers<number>();
setTimeout(resolve, 1, 5);
console.log(await promise, await Promise.try(() => 3));
