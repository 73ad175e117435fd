/**
 * Formats: `%s`, `%d`, `%i`, `%f`, `%o`, `%O`, `%j`, `%c` and `%%`.
 */

console.log("%s is %d years and %i days", "payments", 2.5, 3.9);
console.log("%s %s %s %s", 1.5, null, undefined, 10n, "left over");
console.log("%d %d %d", "7", "x", 9007199254740993n);
console.log("%f %f %i", "1.25", "text", "12px");
console.log("%o and %O", { a: [1] }, { b: { c: 2 } });
console.log("%s %s", { a: 1 }, [1, "x"]);
console.log("%j", { a: 1 });
console.log("100%", "50% of", "%x", 1);
console.log("%%s %s", "one");
console.log("%c styled %c plain", "color: red", "");
console.log("%s");
console.log("a", "%s", "b");
console.log("%s", Symbol("s"), -0);
console.log("%d %i %f", -0, -0, -0);
