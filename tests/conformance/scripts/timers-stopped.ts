/**
 * Timers can be stopped, and an interval stops itself.
 */

const stopped = setTimeout(() => console.log("never"), 5);
clearTimeout(stopped);
clearTimeout(stopped);
clearTimeout(undefined);

let turn = 0;
await new Promise<void>((resolve) => {
  const interval = setInterval(() => {
    turn += 1;
    console.log("turn", turn);
    if (turn < 3) return;
    clearInterval(interval);
    resolve();
  }, 2);
});
console.log(turn);

setTimeout(() => console.log("after the script's last line"), 10);
console.log("the script's last line");
