/**
 * What errors say: regular expressions that are none.
 */

function tell(doing: () => unknown): void {
  try {
    doing();
    console.log("no error");
  } catch (error) {
    console.log(String(error));
  }
}

tell(() => new RegExp("("));
tell(() => new RegExp(")"));
tell(() => new RegExp("["));
tell(() => new RegExp("*"));
tell(() => new RegExp("a**"));
tell(() => new RegExp("a{2,1}"));
tell(() => new RegExp("\\"));
tell(() => new RegExp("(?<n>a)(?<n>b)"));
tell(() => new RegExp("(?<n"));
tell(() => new RegExp("(?x)"));
tell(() => new RegExp("(?<a>x)\\k<b>"));
tell(() => new RegExp("\\1", "u"));
tell(() => new RegExp("\\p{Foo}", "u"));
tell(() => new RegExp("[z-a]"));
tell(() => new RegExp("}", "u"));
tell(() => new RegExp("a", "x"));
tell(() => new RegExp("a", "gg"));
tell(() => "abc".match("("));
tell(() => "abc".search("["));
