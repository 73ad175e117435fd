// A loop over floats: what a compiler to machine code is best at.
const begun = performance.now();
let x = 0.5;
for (let i = 0; i < 20_000_000; i++) {
  x = x * 1.000_000_1 + 0.000_001;
  if (x > 2) x -= 1.5;
}
console.log(performance.now() - begun, x.toFixed(6));
