import { isEven, zero } from "./even.ts";

export function isOdd(n: number): boolean {
  return n !== 0 && isEven(n - 1);
}

try {
  console.log(zero);
} catch (error) {
  console.log((error as Error).name);
}
export const least = (): number => zero + 1;
