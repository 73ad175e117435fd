/**
 * What cannot be copied, and that a proxy is among it.
 */

class Known {}
const values = [
  Symbol("x"),
  new Proxy({}, {}),
  new Proxy([1], {}),
  { inside: new Proxy(new Known(), {}) },
  new WeakMap(),
  Promise.resolve(),
];
for (const value of values) {
  try {
    console.log(structuredClone(value));
  } catch (error) {
    const { name, message, code } = error as DOMException;
    console.log(name, message, code);
  }
}
