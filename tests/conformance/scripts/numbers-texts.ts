/**
 * Numbers as texts and texts as numbers.
 */

const numbers = [0, -0, 1.005, -1.5, 2.5, 99.995, 123.456, 1e21, 1e-7, 5e-324, 2 ** 53, 0.1 + 0.2];
for (const value of numbers) {
  console.log(value, value.toFixed(2), value.toPrecision(3), value.toExponential(2), String(value));
}
console.log((255).toString(16), (0.5).toString(2), (-255).toString(36), (123.456).toFixed(10));
const texts = ["", " 12 ", "0x1f", "1_000", "12px", "1e3", "-0", "Infinity", "0b11", "1e1000"];
for (const text of texts) console.log([text], Number(text), parseInt(text), parseFloat(text));
console.log(Math.round(-0.5), Math.round(2.5), Math.trunc(-4.7), Math.hypot(3, 4), 7 % -3, -7 % 3);
console.log(12n ** 20n, BigInt.asUintN(8, 257n), BigInt("0xff"), 7n / 2n, -7n % 3n, 5n > 4);
