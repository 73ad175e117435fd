/**
 * A run that computes more than it may is stopped, with a code of its own.
 */

// flags: --fuel 10000000000
// exit code: 122

let turns = 0;
while (turns >= 0) turns = (turns + 1) % 1000;
console.log("never", turns);
