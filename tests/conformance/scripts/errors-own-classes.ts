/**
 * Errors of the script's own classes: the stack begins with the text, then comes the place at `new`.
 */

class Plain extends Error {}

class Named extends Error {
  override name = "Named";
}

class Constructed extends Named {
  constructor(readonly code: number) {
    super(`code ${code}`);
    this.name = "Constructed";
  }
}

class Prototyped extends Error {
  override get name(): string {
    return "Prototyped";
  }
}

for (
  const error of [new Plain("a"), new Named("b"), new Constructed(3), new Prototyped("d\ne")]
) {
  console.log(error);
  console.log(error.stack);
}

const renamed = new Error("before");
renamed.message = "after";
console.log(renamed.stack);
renamed.message = "later";
console.log(renamed.stack);
renamed.stack = "mine";
console.log(renamed);
