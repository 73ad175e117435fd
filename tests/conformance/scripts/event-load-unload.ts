/**
 * The events of a run: its module was evaluated, nothing is left to wait for, it ends.
 */

for (const type of ["load", "beforeunload", "unload"]) {
  addEventListener(type, (event) => console.log(event.type, event.cancelable));
}
globalThis.onload = () => console.log("onload");
globalThis.onunload = () => console.log("onunload");
addEventListener("unload", async () => {
  await null;
  console.log("never");
});
let rounds = 0;
addEventListener("beforeunload", (event) => {
  rounds += 1;
  if (rounds === 3) return;
  event.preventDefault();
  setTimeout(() => console.log("round", rounds), 1);
});
setTimeout(() => console.log("timer"), 1);
console.log("script", globalThis.onerror);
