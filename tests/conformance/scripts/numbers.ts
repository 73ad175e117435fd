/**
 * Numbers as texts, without a locale.
 */

console.log(650.04.toFixed(1), (0.1 + 0.2).toFixed(20), (1e21).toFixed(2), (-1.5).toFixed(0));
console.log((1234.5678).toPrecision(6), (0.00001).toPrecision(1), (123456).toExponential(2));
console.log((255).toString(16), (0.5).toString(2), (-255).toString(36));
console.log(String(1e21), String(1e-7), String(123456789012345680000), String(-0), `${-0}`);
console.log(0.1 + 0.2, 1 / 3, 2 ** 53 + 1, 5e-324, 1.7976931348623157e308, 100, 1e100);
console.log(
  Number("0x1f"),
  Number(""),
  Number(" 12 "),
  Number("1_000"),
  Number("1e3"),
  Number("x"),
);
console.log(parseInt("12px"), parseInt("0b1"), parseFloat("3.14abc"), parseFloat(".5"));
console.log(Math.round(-0.5), Math.round(2.5), Math.max(), Math.hypot(3, 4), Math.trunc(-1.7));
console.log(Math.sign(-3), Math.cbrt(27), Math.log2(8), Math.fround(5.5), Math.clz32(1));
console.log(7 % -3, -7 % 3, 2 ** -1, 5 / 0, 0 / 0, 1 << 31, -1 >>> 0, ~5);
console.log(Number.isSafeInteger(2 ** 53), Number.isInteger(5.0), Number.EPSILON > 0);
