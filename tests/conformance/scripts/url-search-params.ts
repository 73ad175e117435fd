/**
 * `URLSearchParams`: what it is made of, and what it is asked.
 */

const INITS = ["?a=1&b=x+y%21&a=2", { c: "3", d: "é" }, [["e", "&="]], new Map([["f", "5"]]), ""];
for (const init of INITS) {
  const params = new URLSearchParams(init as string);
  console.log(params, `${params}`, params.size);
}
const params = new URLSearchParams("b=2&a=1&b=3");
console.log(params.get("b"), params.get("z"), params.getAll("b"), params.has("a", "1"));
params.set("b", "4");
params.append("é", "☃");
params.sort();
console.log([...params], [...params.keys()], params.values());
params.delete("a");
params.forEach((value, name) => console.log(name, value));
console.log({ params, long: new URLSearchParams({ name: "x".repeat(60), other: "y" }) });
for (const wrong of [[["a"]], [5]]) {
  try {
    console.log(new URLSearchParams(wrong as unknown as string));
  } catch (error) {
    console.log((error as Error).name, (error as Error).message);
  }
}
