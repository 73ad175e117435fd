/**
 * `atob` and `btoa`, with what they refuse.
 */

for (const text of ["", "a", "ab", "abc", "\0\xff", "hello, world"]) {
  console.log(JSON.stringify(text), btoa(text), atob(btoa(text)) === text);
}
console.log(atob(" aGVs\nbG8 "), atob("aGk"), atob("aGk="));
const wrong = [() => btoa("☃"), () => atob("a"), () => atob("a=bc"), () => atob("☃☃☃☃")];
for (const call of wrong) {
  try {
    console.log(call());
  } catch (error) {
    const { name, message, code } = error as DOMException;
    console.log(name, message, code, error instanceof DOMException);
  }
}
