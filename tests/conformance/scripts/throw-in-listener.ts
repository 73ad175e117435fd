/**
 * An error that a listener throws ends the run at once: no `catch` and no `finally` runs.
 */

// exit code: 1

const target = new EventTarget();
target.addEventListener("x", () => {
  throw new Error("in a listener");
});
target.addEventListener("x", () => console.log("never"));
async function work(): Promise<void> {
  await null;
  try {
    target.dispatchEvent(new Event("x"));
  } catch {
    console.log("never caught");
  } finally {
    console.log("never here");
  }
}
console.log("before");
await work();
