/**
 * Whole numbers of any size.
 */

const large = 2n ** 100n;
console.log(large, -large, large / 3n, large % 1000n, -7n / 2n, -7n % 2n);
console.log(large.toString(16), BigInt("0xff"), BigInt(2 ** 53), BigInt("  42  "));
console.log(BigInt.asIntN(8, 255n), BigInt.asUintN(8, -1n), 5n << 70n, -5n >> 1n);
console.log(1n < 2, 2n == 2 as unknown, 2n === 2 as unknown, typeof 1n, [3n, 1, 2n].sort());
console.log(6n & 3n, 6n | 3n, 6n ^ 3n, ~6n, Number(large), parseInt("9007199254740993n"));
try {
  console.log((1n as unknown as number) + 1);
} catch (error) {
  console.log(error instanceof TypeError);
}
try {
  console.log(BigInt(1.5));
} catch (error) {
  console.log(error instanceof RangeError);
}
