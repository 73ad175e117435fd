//! Exceptions that no one catches: what they say and where in the TypeScript they were.

use insta::assert_snapshot;

use crate::program::{Workspace, place_of, run};

const DEEP: &str = r#"interface Thing { a: number }
export function outer(x: number): never { const größe = "日本😀"; return middle(x, größe); }
const middle = (x: number, text: string): never => { /* 😀é */ return inner({ a: x }, text); };
class Foo {
  static go(thing: Thing): never { const ü = "𝒳"; throw new TypeError(`kaputt ${thing.a} ${ü}`); }
}
function inner(thing: Thing, text: string): never {
  if (text === "日本") { console.log("no"); } return Foo.go(thing);
}
"#;

const SHALLOW: &str =
    "import { outer } from \"./lib/deep.ts\";\nconst 名前 = \"日本語😀\"; /* é */ outer(名前.length);\n";

#[test]
fn every_frame_is_placed_in_the_typescript_even_after_wide_characters() {
    let finished = Workspace::with_script(SHALLOW).with("lib/deep.ts", DEEP).run(&["-q"]).expect_code(1);
    let frames: Vec<&str> = finished.stderr.lines().filter_map(|line| line.strip_prefix("    at ")).collect();
    let expected = [
        format!("go (lib/deep.ts:{})", place_of(DEEP, "new TypeError")),
        format!("inner (lib/deep.ts:{})", place_of(DEEP, "go(thing);")),
        format!("middle (lib/deep.ts:{})", place_of(DEEP, "inner({")),
        format!("outer (lib/deep.ts:{})", place_of(DEEP, "middle(x,")),
        format!("script.ts:{}", place_of(SHALLOW, "outer(名前")),
    ];
    assert_eq!(frames, expected, "{}", finished.stderr);
}

#[test]
fn the_line_that_threw_is_shown_with_a_caret_below_the_right_character() {
    let finished = Workspace::with_script(SHALLOW).with("lib/deep.ts", DEEP).run(&["-q"]).expect_code(1);
    let head: Vec<&str> = finished.stderr.lines().take(5).collect();
    assert_snapshot!(head.join("\n"), @r#"
    error: Uncaught (in promise) TypeError: kaputt 5 𝒳
       |
     5 |   static go(thing: Thing): never { const ü = "𝒳"; throw new TypeError(`kaputt ${thing.a} ${ü}`); }
       |                                                         ^
        at go (lib/deep.ts:5:58)
    "#);
}

#[test]
fn a_call_over_several_lines_is_placed_at_its_name() {
    let script = "function boom(one: number, two: number): never {\n  throw new Error('x' + one + two);\n}\n\
        function caller() {\n  const one = 1, two = 2;\n  boom(\n    one,\n    two,\n  );\n}\ncaller();\n";
    let finished = run(script).expect_code(1);
    let frames: Vec<&str> = finished.stderr.lines().filter_map(|line| line.strip_prefix("    at ")).collect();
    assert_eq!(frames, ["boom (script.ts:2:9)", "caller (script.ts:6:3)", "script.ts:11:1"], "{}", finished.stderr);
}

#[test]
fn a_script_above_the_current_folder_is_named_in_full() {
    let workspace = Workspace::new().with("a/script.ts", "throw new Error('here');").with("b/x", "");
    let mut command = workspace.command();
    command.args(["run", "../a/script.ts", "-q"]).current_dir(workspace.path("b"));
    let finished = crate::program::Finished::of(command).expect_code(1);
    assert!(finished.stderr.contains("a/script.ts:1:7"), "{}", finished.stderr);
}

#[test]
fn an_exception_in_a_timer_is_told_from_a_rejection() {
    let script = "setTimeout(() => { throw new Error('late'); }, 5);\nawait new Promise((r) => setTimeout(r, 1e6));\n";
    assert_snapshot!(run(script).expect_code(1).stderr, @r"
    error: Uncaught Error: late
       |
     1 | setTimeout(() => { throw new Error('late'); }, 5);
       |                          ^
        at script.ts:1:26
    ");
}

#[test]
fn a_rejection_that_no_one_handles_ends_the_run() {
    let script = "async function f() { await null; throw new RangeError('nobody catches'); }\nf();\n\
        setTimeout(() => console.log('never'), 10);\n";
    let finished = run(script).expect_code(1);
    assert_eq!(finished.stdout, "");
    assert_snapshot!(finished.stderr, @r"
    error: Uncaught (in promise) RangeError: nobody catches
       |
     1 | async function f() { await null; throw new RangeError('nobody catches'); }
       |                                        ^
        at f (script.ts:1:40)
    ");
}

#[test]
fn a_rejection_that_is_handled_in_time_is_none() {
    let script =
        "const p = Promise.reject(new Error('x')); queueMicrotask(() => p.catch(() => console.log('in time')));";
    assert_eq!(run(script).expect_code(0).stdout, "in time\n");
}

#[test]
fn an_exception_after_a_pause_is_reported() {
    let script = "await new Promise((resolve) => setTimeout(resolve, 20));\nthrow new Error('after a pause');\n";
    assert_snapshot!(run(script).expect_code(1).stderr, @r"
    error: Uncaught (in promise) Error: after a pause
       |
     2 | throw new Error('after a pause');
       |       ^
        at script.ts:2:7
    ");
}

#[test]
fn an_exception_in_a_dynamic_import_is_placed_there() {
    let workspace = Workspace::with_script("const lib = await import('./lib.ts');\nlib.go();\n")
        .with("lib.ts", "export function go() {\n  throw new Error('in lib');\n}\n");
    let finished = workspace.run(&["-q"]).expect_code(1);
    assert!(finished.stderr.contains("    at go (lib.ts:2:9)\n    at script.ts:2:5"), "{}", finished.stderr);
}

#[test]
fn a_value_that_is_no_error_is_shown() {
    assert_snapshot!(run("throw 42").expect_code(1).stderr, @"error: Uncaught (in promise) 42");
    assert_snapshot!(run("throw 'text'").expect_code(1).stderr, @r#"error: Uncaught (in promise) "text""#);
    assert_snapshot!(run("throw { a: 1 }").expect_code(1).stderr, @"error: Uncaught (in promise) { a: 1 }");
    assert_snapshot!(run("throw null").expect_code(1).stderr, @"error: Uncaught (in promise) null");
    assert_snapshot!(run("throw undefined").expect_code(1).stderr, @"error: Uncaught (in promise) undefined");
}

#[test]
fn a_value_that_refuses_to_be_shown_is_named_by_its_class() {
    let script = "class Mine { [Symbol.for('Deno.customInspect')]() { throw new Error('gotcha'); } } throw new Mine();";
    assert_snapshot!(run(script).expect_code(1).stderr, @"error: Uncaught (in promise) #<Mine>");
}

#[test]
fn a_value_is_shown_whatever_the_script_made_of_deno() {
    let script = "Deno.inspect = () => 'gotcha'; throw [1n, { two: -0 }];";
    assert_snapshot!(run(script).expect_code(1).stderr, @"error: Uncaught (in promise) [ 1n, { two: -0 } ]");
}

#[test]
fn a_thrown_symbol_is_shown() {
    assert_snapshot!(run("throw Symbol('s')").expect_code(1).stderr, @"error: Uncaught (in promise) Symbol(s)");
}

#[test]
fn the_causes_of_an_error_are_shown() {
    let script = "function low() { throw new Error('low'); }\n\
        try { low(); } catch (cause) {\n  throw new Error('high', { cause });\n}\n";
    assert_snapshot!(run(script).expect_code(1).stderr, @r"
    error: Uncaught (in promise) Error: high
    Caused by: Error: low
       |
     3 |   throw new Error('high', { cause });
       |         ^
        at script.ts:3:9
    ");
}

#[test]
fn an_error_that_is_its_own_cause_is_shown() {
    let finished = run("const e = new Error('ring'); e.cause = e; throw e;").expect_code(1);
    assert!(finished.stderr.starts_with("error: Uncaught (in promise) Error: ring\n"), "{}", finished.stderr);
}

#[test]
fn an_error_whose_text_throws_is_shown() {
    let script = "class Evil extends Error { get message(): string { throw new Error('gotcha'); }
        toString(): string { throw new Error('gotcha'); } }
        throw new Evil();";
    let finished = run(script).expect_code(1);
    assert!(finished.stderr.starts_with("error: Uncaught (in promise) "), "{}", finished.stderr);
}

#[test]
fn a_promise_that_nothing_resolves_is_explained() {
    let finished = run("await new Promise(() => {}); console.log('never');").expect_code(1);
    assert_eq!(finished.stdout, "");
    assert!(finished.stderr.contains("waits for a promise that nothing will resolve"), "{}", finished.stderr);
}

#[test]
fn an_error_of_the_sdk_is_placed_at_the_call() {
    let script = "import * as coral from 'jsr:@coral/sdk';\nasync function ask() {\n  \
        const ü = '😀'; await coral.db.query('SELEC');\n}\nawait ask();\n";
    assert_snapshot!(run(script).expect_code(1).stderr, @r#"
    error: Uncaught (in promise) CoralError: Query failed: parser error: syntax error at or near "SELEC"
       |
     3 |   const ü = '😀'; await coral.db.query('SELEC');
       |                                  ^
        at ask (script.ts:3:34)
        at script.ts:5:7
    "#);
}

#[test]
fn reading_a_property_of_undefined_is_placed_in_its_line() {
    let script = "type Box = { value?: { deep: number } };\n\nfunction read(box: Box): number {\n  \
        const before = 1;\n  return before + box.value!.deep;\n}\n\nconsole.log(read({}));\n";
    let finished = run(script).expect_code(1);
    assert!(finished.stderr.contains("Cannot read properties of undefined (reading 'deep')"), "{}", finished.stderr);
    assert!(finished.stderr.contains("at read (script.ts:5:"), "{}", finished.stderr);
}

#[test]
fn calling_what_is_no_function_is_placed_in_its_line() {
    let script =
        "const lib: any = {};\n\nfunction go() {\n  const before = 1;\n  return before + lib.missing(2);\n}\n\ngo();\n";
    let finished = run(script).expect_code(1);
    assert!(finished.stderr.contains("TypeError: lib.missing is not a function"), "{}", finished.stderr);
    assert!(finished.stderr.contains("at go (script.ts:5:"), "{}", finished.stderr);
}

#[test]
fn an_error_that_a_script_prints_names_its_typescript() {
    let script = "interface Long {\n  a: number;\n}\n\nconsole.log(new Error('printed'));\n";
    let finished = run(script).expect_code(0);
    assert!(finished.stdout.starts_with("Error: printed\n"), "{}", finished.stdout);
    assert!(finished.stdout.contains("script.ts:5:"), "{}", finished.stdout);
}

#[test]
fn no_text_of_a_script_in_a_report_commands_the_terminal() {
    let script = r#"import * as coral from "jsr:@coral/sdk";
        await coral.emit("\x1b[2Jevent", { text: "\x1b[2J" });
        throw new Error("\x1b[31mred\u202e");"#;
    let finished = Workspace::with_script(script).run(&[]).expect_code(1);
    assert!(!finished.stderr.contains(['\u{1b}', '\u{202e}']), "{:?}", finished.stderr);
}

#[test]
fn an_endless_error_text_is_cut() {
    let finished = run("throw new Error('x'.repeat(5_000_000));").expect_code(1);
    assert!(finished.stderr.len() < 200_000, "{} bytes", finished.stderr.len());
}
