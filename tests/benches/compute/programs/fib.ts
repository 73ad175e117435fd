// Calls: the 27th Fibonacci number by its definition.
function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

const begun = performance.now();
const result = fib(27);
console.log(performance.now() - begun, result);
