/**
 * What `setTimeout` gives: an object that stands for a number, and can be told to hold up no run.
 */

const timer = setTimeout(() => console.log("never"), 10_000);
const id = Number(timer);
console.log(typeof timer, id > 0, `${timer}` === String(id), timer.constructor.name);
clearTimeout(id);

const methods = timer as unknown as Record<string, () => unknown>;
console.log(methods.hasRef(), methods.unref() === timer, methods.hasRef(), methods.ref() === timer);

const byText = setTimeout(() => console.log("never"), 5);
clearTimeout(`${byText}` as unknown as number);
const kept = new Map([[timer, "kept"]]);
console.log(kept.get(timer));
for (const value of [undefined, null, "x", {}, NaN, -1, 99_999]) clearTimeout(value as number);

setTimeout(
  function (this: unknown) {
    console.log("this is", (this as object).constructor.name);
  },
  1,
);
const interval = setInterval(
  function (this: unknown) {
    console.log("stopped by itself", this === interval);
    clearInterval(interval);
  },
  1,
);
Deno.unrefTimer(setInterval(() => console.log("never"), 10_000));
const immediate = setImmediate(() => {});
console.log(typeof immediate, immediate.constructor.name);
clearImmediate(setImmediate(() => console.log("never")));
