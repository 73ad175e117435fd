//! Recursion without end: a RangeError (or, in a pattern, a SyntaxError) that the script can catch, whatever part of the
//! engine recurs.

use crate::program::{Workspace, printed};

/// What recurs, and an expression that does it without end or far too deep.
const DEEP: [(&str, &str); 14] = [
    ("plain", "(function f(): number { return f() + 1; })()"),
    ("map", "(function f(): unknown { return [1].map(f); })()"),
    ("toJSON", "(function f(): unknown { return JSON.stringify({ toJSON: f }); })()"),
    ("toString", "(() => { const o: any = { toString: () => String(o) }; return String(o); })()"),
    ("nested arrays", "String(nest())"),
    ("flat", "nest().flat(Infinity)"),
    ("inspect", "Deno.inspect(nest(), { depth: Infinity })"),
    ("JSON.parse", "JSON.parse('['.repeat(200000) + ']'.repeat(200000))"),
    ("regex", "new RegExp('(?:'.repeat(100000) + ')'.repeat(100000)).test('x')"),
    ("sort", "(function f(): any { return [2, 1].sort(f as any); })()"),
    ("getter", "({ get x(): unknown { return this.x; } }).x"),
    ("proxy", "(() => { const p: any = new Proxy({}, { get: (_, key) => p[key] }); return p.x; })()"),
    ("generator", "[...(function* g(): any { yield* g(); })()]"),
    ("eval", "(0, eval)('('.repeat(100000) + '1' + ')'.repeat(100000))"),
];

fn script_of(expression: &str) -> String {
    format!(
        "const nest = () => {{ let a: any = []; for (let i = 0; i < 200000; i++) a = [a]; return a; }};
        try {{ console.log('no error', typeof ({expression})); }} catch (error) {{ console.log(error instanceof RangeError || error instanceof SyntaxError); }}
        console.log('goes on', [1, 2].map((n) => n * 2).join());"
    )
}

#[test]
fn every_kind_of_deep_recursion_can_be_caught() {
    let failures: Vec<String> = DEEP
        .iter()
        .filter_map(|(what, expression)| {
            let finished = Workspace::with_script(&script_of(expression)).run(&["-q", "--timeout", "60s"]);
            let is_right = finished.code == Some(0) && finished.stdout == "true\ngoes on 2,4\n";
            (!is_right).then(|| format!("{what}: {finished:?}"))
        })
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn recursion_that_no_one_catches_is_an_exception() {
    let finished = Workspace::with_script("function f(): number {\n  return f() + 1;\n}\nf();\n").run(&["-q"]);
    let finished = finished.expect_code(1);
    assert!(finished.stderr.contains("RangeError: Maximum call stack size exceeded"), "{}", finished.stderr);
    assert!(finished.stderr.contains("at f (script.ts:2:10)"), "{}", finished.stderr);
    assert!(finished.stderr.lines().count() < 60, "{}", finished.stderr);
}

#[test]
fn a_reasonable_depth_is_no_error() {
    let script = "const f = (n: number): number => n === 0 ? 0 : 1 + f(n - 1); console.log(f(1500));";
    assert_eq!(printed(script), "1500\n");
}
