// Sorting: 200,000 numbers by a comparator.
let state = 12_345;
const numbers = Array.from({ length: 200_000 }, () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state;
});

const begun = performance.now();
numbers.sort((a, b) => a - b);
console.log(performance.now() - begun, numbers[100_000]);
