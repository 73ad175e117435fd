//! Scripts that cannot be compiled: file, line, column and a code frame, exit code 1.

use insta::assert_snapshot;

use crate::program::{Workspace, run};

#[test]
fn a_syntax_error_is_placed_even_after_wide_characters() {
    assert_snapshot!(run("const a = 1;\nconst ü = '😀'; const b = = 2;\n").expect_code(1).stderr, @r"
    error: unexpected token
      --> script.ts:2:27
       |
     2 | const ü = '😀'; const b = = 2;
       |                           ^
    ");
}

#[test]
fn a_syntax_error_in_an_imported_file_is_placed_there() {
    let workspace = Workspace::with_script("import './lib/broken.ts';").with("lib/broken.ts", "let x =\n");
    let finished = workspace.run(&["-q"]).expect_code(1);
    assert!(finished.stderr.contains("lib/broken.ts:"), "{}", finished.stderr);
}

#[test]
fn several_mistakes_each_have_their_place() {
    let script = "import { a } from './a.ts';\nimport { b } from './b.ts';\nconsole.log(a, b);\n";
    let finished = run(script).expect_code(1);
    for place in ["--> script.ts:1:19", "--> script.ts:2:19"] {
        assert!(finished.stderr.contains(place), "{}", finished.stderr);
    }
    for part in finished.stderr.split("\n\n") {
        assert!(part.contains(" --> "), "a mistake without a place: {}", finished.stderr);
    }
}

#[test]
fn a_mistake_beside_a_forbidden_import_has_its_place_too() {
    let script = "const tries = [\n  () => import(\"data:text/javascript,1\"),\n  () => import(\"file:///etc/passwd\"),\n];\n\
        console.log(tries);\n";
    let finished = run(script).expect_code(1);
    assert!(finished.stderr.contains("--> script.ts:2:16"), "{}", finished.stderr);
    for part in finished.stderr.split("\n\n") {
        assert!(part.contains(" --> "), "a mistake without a place: {}", finished.stderr);
    }
}

#[test]
fn a_missing_import_is_placed() {
    assert_snapshot!(run("import { x } from './nowhere.ts';\nconsole.log(x);\n").expect_code(1).stderr, @r#"
    error: could not resolve "./nowhere.ts"
      --> script.ts:1:19
       |
     1 | import { x } from './nowhere.ts';
       |                   ^^^^^^^^^^^^^^
       = help: check the spelling; the path is relative to this file and needs its extension
    "#);
}

#[test]
fn a_missing_export_of_the_sdk_is_placed_and_the_others_are_named() {
    assert_snapshot!(run("import { nope } from 'jsr:@coral/sdk';\nconsole.log(nope);\n").expect_code(1).stderr, @r#"
    error: "nope" is not exported by "jsr:@coral/sdk"
      --> script.ts:1:10
       |
     1 | import { nope } from 'jsr:@coral/sdk';
       |          ^^^^
       = help: it exports context, db, emit, functions, get, getCPU, getErrorRate, getMemory, getPercentile, list, metrics, system, traces
    "#);
}

#[test]
fn packages_and_addresses_are_refused() {
    for specifier in [
        "npm:lodash",
        "https://esm.sh/lodash",
        "node:fs",
        "jsr:@std/path",
        "lodash",
        "/etc/passwd",
        "../../../etc/passwd",
    ] {
        let script = format!("import * as lib from '{specifier}';\nconsole.log(lib);\n");
        let finished = run(&script).expect_code(1);
        assert!(finished.stderr.contains("--> script.ts:1:22"), "{specifier}: {}", finished.stderr);
        assert!(finished.stderr.contains("= help: "), "{specifier}: {}", finished.stderr);
        assert_eq!(finished.stdout, "", "{specifier}");
    }
}

#[test]
fn a_version_or_a_part_of_the_sdk_that_is_not_there_is_refused_by_name() {
    assert_snapshot!(run("import 'jsr:@coral/sdk@^1';\n").expect_code(1).stderr, @r#"
    error: cannot import "jsr:@coral/sdk@^1": it is not what is provided
      --> script.ts:1:8
       |
     1 | import 'jsr:@coral/sdk@^1';
       |        ^^^^^^^^^^^^^^^^^^^
       = help: provided: jsr:@coral/sdk@0.1.0
    "#);
    assert_snapshot!(run("import '@coral/sdk/skills/latency-trap';\n").expect_code(1).stderr, @r#"
    error: cannot import "@coral/sdk/skills/latency-trap": it is not what is provided
      --> script.ts:1:8
       |
     1 | import '@coral/sdk/skills/latency-trap';
       |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       = help: provided: jsr:@coral/sdk, @coral/sdk, @coral/sdk/skills/error-correlation, @coral/sdk/skills/latency-report, @coral/sdk/skills/memory-leak-detector
    "#);
}

#[test]
fn a_change_of_types_alone_is_no_mistake() {
    let script = "enum Level { Low, High }\nconst level: string = Level.High as unknown as string;\n\
        type Never = Missing;\nconsole.log(level satisfies unknown);\n";
    assert_eq!(run(script).expect_code(0).stdout, "1\n");
}
