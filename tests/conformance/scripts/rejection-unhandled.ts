/**
 * A rejection that nobody handles ends the run at once.
 */

// exit code: 1

async function later(): Promise<never> {
  await null;
  throw new RangeError("nobody handles this");
}

setTimeout(() => console.log("never"), 5_000);
later();
console.log("the script's last line");
