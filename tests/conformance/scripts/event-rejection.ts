/**
 * A listener of "unhandledrejection" takes the rejections that nobody handled, the script's own end among them.
 */

addEventListener("unhandledrejection", (event) => {
  const { reason } = event;
  console.log(event.type, String(reason), event.promise instanceof Promise, event.cancelable);
  event.preventDefault();
  if (reason === "first") Promise.reject("second");
});
Promise.reject("first");
(async () => {
  await null;
  throw new Error("in a function");
})();
setTimeout(() => console.log("timers go on"), 5);
await new Promise((resolve) => setTimeout(resolve, 1));
throw new Error("the script's own");
