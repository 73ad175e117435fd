/**
 * Only functions are called back.
 */

const wrong = [undefined, null, 5, {}, [], Symbol("x"), true, "code()", "it's"];
for (const value of wrong) {
  for (const start of [setTimeout, setInterval, queueMicrotask]) {
    try {
      start(value as () => void);
    } catch (error) {
      console.log((error as Error).name, (error as Error).message);
    }
  }
}
queueMicrotask(function (this: unknown) {
  console.log("this is", this);
});
for (const delay of [1n, Symbol("x")]) {
  try {
    setTimeout(() => console.log("never"), delay as unknown as number);
  } catch (error) {
    console.log((error as Error).name, (error as Error).message);
  }
}
