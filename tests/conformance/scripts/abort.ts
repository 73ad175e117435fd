/**
 * `AbortController` and `AbortSignal`: asked, listened to, and over in time.
 */

const controller = new AbortController();
const { signal } = controller;
console.log(controller, signal.aborted);
signal.onabort = (event) => console.log("onabort", event.type, signal.reason);
signal.addEventListener("abort", () => console.log("listener"));
const any = AbortSignal.any([signal, new AbortController().signal]);
any.addEventListener("abort", () => console.log("any", any.reason));
controller.abort("enough");
controller.abort("again");
console.log(signal.aborted, AbortSignal.abort({ why: 1 }), AbortSignal.abort(1).reason);
try {
  AbortSignal.abort().throwIfAborted();
} catch (error) {
  const { name, message, code } = error as DOMException;
  console.log(name, message, code, error instanceof DOMException, error instanceof Error);
}

const soon = AbortSignal.timeout(5);
const reason: Error = await new Promise((resolve) =>
  soon.addEventListener("abort", () => resolve(soon.reason))
);
console.log(reason.name, reason.message, soon.aborted);

function wait(milliseconds: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve("waited"), milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
console.log(await wait(1, AbortSignal.any([])));
console.log(await wait(60_000, AbortSignal.timeout(2)).catch((error) => error.name));
// No one listens: the run does not wait for it.
AbortSignal.timeout(600_000);
