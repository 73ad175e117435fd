/**
 * What TypeScript adds to the language at run time: enums, namespaces, parameter properties; and what it leaves out.
 */

enum Level {
  Low = 1,
  High,
  Text = "text",
}
const enum Flag {
  None = 0,
  Some = 1 << 2,
}
// deno-lint-ignore no-namespace -- it is what is shown
namespace Units {
  export const NANOSECONDS = 1e6;
  export const toMs = (ns: number) => ns / NANOSECONDS;
}
class Span {
  constructor(public readonly name: string, private ms = Units.toMs(652e6)) {}
  describe<T extends string>(this: Span, prefix: T): `${T}: ${string}` {
    return `${prefix}: ${this.name} ${this.ms}`;
  }
}
function isLevel(value: unknown): value is Level {
  return typeof value === "number" && value in Level;
}
const limits = { p99: 500, errors: 0.01 } satisfies Record<string, number>;

console.log(Level.High, Level[2], Level.Text, Object.keys(Level), Flag.Some, Flag.None);
console.log(new Span("payments").describe("slow"), isLevel(2), isLevel(7), limits);
console.log(
  (<T>(value: T) => value)(5 as const),
  limits.p99!,
);
