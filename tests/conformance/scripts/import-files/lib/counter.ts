/** State that all importers share. */
export interface Counter {
  name: string;
  count: number;
}

const counts = new Map<string, number>();

/** How often `name` was counted, this time included. */
export function counted(name: string): number {
  counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts.get(name)!;
}
console.log("counter.ts is evaluated");
