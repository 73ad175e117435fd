/**
 * A rejection that is handled in time is none.
 */

const rejected = Promise.reject(new Error("handled"));
queueMicrotask(() => rejected.catch((error) => console.log(error.message)));
await new Promise((resolve) => setTimeout(resolve, 5));
const results = await Promise.allSettled([Promise.reject(1), Promise.resolve(2)]);
console.log(results);
