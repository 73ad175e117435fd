/**
 * What errors say: numbers, BigInts, texts, symbols, dates and arrays.
 */
// deno-lint-ignore-file no-explicit-any

function tell(doing: () => unknown): void {
  try {
    doing();
    console.log("no error");
  } catch (error) {
    console.log(String(error));
  }
}

const symbol: any = Symbol("mark"), one: any = 1n, bare: any = Object.create(null), number: any = 1;

tell(() => one + 1);
tell(() => one * 2.5);
tell(() => one & number);
tell(() => +one);
tell(() => Math.max(one));
tell(() => 1n / 0n);
tell(() => 2n ** -1n);
tell(() => one >>> one);
tell(() => BigInt(1.5));
tell(() => BigInt("abc"));
tell(() => BigInt(undefined as any));
tell(() => +symbol);
tell(() => `${symbol}`);
tell(() => symbol + "");
tell(() => number + symbol);
tell(() => bare + "");
tell(() => `${bare}`);
tell(() => (1).toFixed(101));
tell(() => (1).toPrecision(0));
tell(() => (1).toExponential(-1));
tell(() => (1).toString(1));
tell(() => "abc".repeat(-1));
tell(() => "abc".repeat(Infinity));
tell(() => "abc".padEnd(2 ** 30));
tell(() => "abc".normalize("x"));
tell(() => String.fromCodePoint(-1));
tell(() => "abc".includes(/a/ as any));
tell(() => "abc".replaceAll(/a/, "b"));
tell(() => "".trim.call(null));
tell(() => new Date(NaN).toISOString());
tell(() => new Date("x").toISOString());
tell(() => new Array(-1));
tell(() => [].length = -1);
tell(() => [1].with(10, 1));
tell(() => decodeURIComponent("%"));
tell(() => new Uint8Array(-1));
tell(() => new Uint8Array(1).set([1, 2]));
tell(() => [].values().take(-1));

// what BigInt keeps of a number's bits
console.log(BigInt.asUintN(64, -1n), BigInt.asUintN(8, -1n), BigInt.asUintN(64, 2n ** 64n - 1n));
console.log(
  BigInt.asUintN(32, 2n ** 40n + 5n),
  BigInt.asUintN(100, -(2n ** 70n)),
  BigInt.asIntN(64, 2n ** 63n),
);
