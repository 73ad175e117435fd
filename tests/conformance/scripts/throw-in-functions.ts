/**
 * An error is placed where it was made, and so are the calls that led there.
 */

// exit code: 1

interface Plan {
  name: string;
}

function check(plan: Plan): void {
  if (plan.name === "") {
    throw new RangeError("a plan needs a name");
  }
}

function load(names: string[]): Plan[] {
  const plans = names.map((name): Plan => ({ name }));
  for (const plan of plans) check(plan);
  return plans;
}

console.log(load(["a", "b"]).length);
load(["c", ""]);
