//! `coral-wasm check`: what is found out before a script runs.

use serde_json::Value;

use crate::program::{Finished, Workspace};

/// A project of one script, with this behind its `path`.
fn project(declaration: &str, script: &str) -> Workspace {
    let toml =
        format!("name = \"watch\"\nversion = \"1.0.0\"\n\n[scripts.alert]\npath = \"alert.ts\"\n{declaration}\n");
    Workspace::new().with("coral.toml", toml).with("alert.ts", script)
}

/// What is found; the last line, with the figures, left out.
#[track_caller]
fn found(workspace: &Workspace, code: i32) -> String {
    let finished = workspace.coral(&["check"]).expect_code(code);
    assert_eq!(finished.stderr, "");
    let (found, figures) = finished.stdout.trim_end().rsplit_once("\n\n").unwrap_or(("", finished.stdout.trim_end()));
    assert!(figures.starts_with("1 script checked: "), "{}", finished.stdout);
    found.to_owned()
}

#[test]
fn a_script_that_fits_its_declaration_has_no_problems() {
    let script = "import { context, emit } from '@coral/sdk';\nconst { params } = context;\n\
                  if (params.has('a')) await emit('seen', { a: params.get('a') });\n";
    let workspace = project("[scripts.alert.parameters]\na = { type = \"string\" }", script);
    for path in ["alert.ts", "coral.toml", "."] {
        assert_eq!(
            workspace.coral(&["check", path]).expect_code(0).stdout,
            "1 script checked: no problems\n",
            "{path}"
        );
    }
    // Each once, however often it is named.
    let twice = workspace.coral(&["check", "alert.ts", "./alert.ts"]).expect_code(0);
    assert_eq!(twice.stdout, "1 script checked: no problems\n");
}

#[test]
fn who_may_emit_nothing_must_not() {
    let workspace = project(
        "[scripts.alert.policy]\nevents = 0",
        "import * as coral from 'jsr:@coral/sdk';\nif (Math.random() < 0) await coral.emit('a');\n",
    );
    insta::assert_snapshot!(found(&workspace, 1), @r"
    error: alert emits, and its policy in coral.toml lets it emit nothing
      --> alert.ts:2:30
       |
     2 | if (Math.random() < 0) await coral.emit('a');
       |                              ^^^^^
       = help: leave the event out, or let `emit` be true and `events` be above 0
    ");
}

#[test]
fn a_script_for_one_service_asks_about_that_alone() {
    let script = "import { db, services } from '@coral/sdk';\nawait db.query('SELECT 1');\nawait services.list();\n";
    let workspace = project("service = \"payments\"", script);
    insta::assert_snapshot!(found(&workspace, 1), @r#"
    error: alert asks which services there are, which a script for one service may not: it is for "payments"
      --> alert.ts:3:16
       |
     3 | await services.list();
       |                ^^^^
       = help: ask about that one, or leave `service` out of coral.toml
    "#);
    assert_eq!(found(&project("", script), 0), "");
}

#[test]
fn parameters_are_those_that_are_declared() {
    let workspace = project(
        "[scripts.alert.parameters]\nchecks = { type = \"integer\" }\nunused = { type = \"string\" }",
        "import { limit } from './lib/limit.ts';\nimport { context } from '@coral/sdk';\n\
         console.log(context.params.get('checks'), limit);\n",
    )
    .with("lib/limit.ts", "import { context } from '@coral/sdk';\nexport const limit = context.params.get('limit');\n");
    insta::assert_snapshot!(found(&workspace, 1), @r#"
    error: alert reads the parameter "limit", which is not declared, so that nobody can give it
      --> lib/limit.ts:2:37
       |
     2 | export const limit = context.params.get('limit');
       |                                     ^^^
       = help: declare it in coral.toml, in [scripts.alert.parameters]

    warning: alert declares the parameter "unused", and never reads it
      --> coral.toml:8:1
       |
     8 | unused = { type = "string" }
       | ^^^^^^
    "#);
    // What is read by a name that cannot be told may be any of them.
    workspace
        .write("lib/limit.ts", "import { context } from '@coral/sdk';\nexport const limit = [...context.params];\n");
    assert_eq!(found(&workspace, 0), "");
}

#[test]
fn a_warning_alone_is_no_failure() {
    let workspace = project("[scripts.alert.parameters]\nunused = { type = \"string\" }", "");
    assert!(found(&workspace, 0).starts_with("warning: alert declares the parameter \"unused\""));
    let figures = workspace.coral(&["check"]).stdout;
    assert!(figures.ends_with("1 script checked: 1 warning\n"), "{figures}");
}

#[test]
fn nobody_can_be_given_more_than_there_is() {
    let refused = project("[scripts.alert.policy]\nmemory = \"5GiB\"", "").coral(&["check"]).expect_code(1).stdout;
    insta::assert_snapshot!(refused, @r#"
    error: memory: it is more than 4GiB, the most that a script can address
      --> coral.toml:7:10
       |
     7 | memory = "5GiB"
       |          ^^^^^^

    0 scripts checked: 1 error
    "#);
}

#[test]
fn a_declaration_is_told_what_is_wrong_with_it_and_where() {
    for (declaration, expected) in [
        ("evry = \"5m\"", "error: unknown field `evry`"),
        ("every = \"soon\"", "error: \"soon\" is no time above 0"),
        (
            "[scripts.alert.parameters]\nn = { type = \"integer\", minimum = 3, default = 1 }",
            "error: the parameter \"n\" ",
        ),
        ("[scripts.alert.parameters]\nn = { type = \"color\" }", "error: unknown variant `color`"),
        ("[scripts.alert", "error: "),
    ] {
        let workspace = project(declaration, "");
        let refused = workspace.coral(&["check"]).expect_code(1).stdout;
        assert!(refused.starts_with(expected), "{refused}");
        let line = if declaration.contains("\nn = ") { 7 } else { 6 };
        assert!(refused.contains(&format!("--> coral.toml:{line}:")), "{refused}");
        // Who names the script is told the same.
        assert_eq!(workspace.coral(&["check", "alert.ts"]).expect_code(1).stdout, refused);
    }
}

#[test]
fn every_script_that_does_not_compile_is_listed() {
    let workspace = Workspace::new()
        .with("coral.toml", "name = \"a\"\nversion = \"1.0.0\"\n[scripts.a]\npath = \"a.ts\"\n[scripts.b]\npath = \"b.ts\"\n[scripts.c]\npath = \"c.ts\"\n[scripts.d]\npath = \"d.wasm\"\n")
        .with("a.ts", "import './missing.ts';\nimport 'npm:left-pad';\n")
        // The engine alone knows that it cannot.
        .with("b.ts", format!("console.log(/{}/);\n", "()".repeat(300)))
        .with("d.wasm", "no component");
    let checked = workspace.coral(&["check"]).expect_code(1).stdout;
    for expected in
        ["--> a.ts:1:8", "--> a.ts:2:8", "c.ts", "d.wasm is no WASM component", "4 scripts checked: 5 errors\n"]
    {
        assert!(checked.contains(expected), "{expected}: {checked}");
    }
}

#[test]
fn types_are_checked_against_the_sdk() {
    let script = "import { metrics } from '@coral/sdk';\nimport { limit } from './a b/limit.ts';\n\
                  const p99: number = await metrics.getP99('a', limit);\nconsole.log(p99);\n";
    let workspace = Workspace::with_script(script).with("a b/limit.ts", "export const limit: number = 'x';\n");
    let checked = workspace.coral(&["check", "script.ts"]).expect_code(1).stdout;
    for expected in [
        "error: Type 'MetricValue' is not assignable to type 'number' (TS2322)\n  --> script.ts:3:7\n   |\n \
         3 | const p99: number = await metrics.getP99('a', limit);\n   |       ^^^\n",
        "error: Argument of type 'number' is not assignable to parameter of type 'string' (TS2345)\n  --> script.ts:3:47\n",
        "error: Type 'string' is not assignable to type 'number' (TS2322)\n  --> a b/limit.ts:1:14\n",
        "1 script checked: 3 errors\n",
    ] {
        assert!(checked.contains(expected), "{expected}\n{checked}");
    }
    // Nothing is left beside the script.
    assert!(!workspace.path(".coral").exists() && !workspace.path("deno.json").exists());
}

#[test]
fn without_deno_types_are_not_checked() {
    let workspace = Workspace::with_script("const a: number = 'x';\nconsole.log(a);\n");
    let checked = workspace.coral(&["check", "--deno", "/nowhere/deno", "script.ts"]).expect_code(0).stdout;
    assert!(checked.starts_with("note: types were not checked: /nowhere/deno is not a Deno"), "{checked}");
    assert!(checked.ends_with("\n1 script checked: no problems\n"), "{checked}");
}

#[test]
fn a_folder_without_a_project_is_all_its_scripts() {
    let workspace = Workspace::new().with("a.ts", "").with("b.mjs", "").with("c.d.ts", "").with("notes.md", "");
    let checked: Finished = workspace.coral(&["check", "-o", "json"]).expect_code(0);
    let report: Value = serde_json::from_str(&checked.stdout).unwrap();
    assert_eq!(report["scripts"], serde_json::json!(["a.ts", "b.mjs"]));
    let empty = Workspace::new().coral(&["check"]).expect_code(2);
    assert_eq!(empty.stderr, "error: . has neither a coral.toml nor scripts: name a script\n");
}

#[test]
fn findings_are_one_json_object() {
    let workspace =
        project("[scripts.alert.policy]\nevents = 0", "import { emit } from '@coral/sdk';\nawait emit('a');\n");
    let checked = workspace.coral(&["check", "--output", "json"]).expect_code(1);
    let report: Value = serde_json::from_str(&checked.stdout).unwrap();
    assert_eq!(report["exit_code"], 1);
    assert_eq!(
        report["findings"],
        serde_json::json!([{
            "severity": "error",
            "message": "alert emits, and its policy in coral.toml lets it emit nothing",
            "file": "alert.ts",
            "line": 2,
            "column": 7,
            "help": "leave the event out, or let `emit` be true and `events` be above 0",
        }])
    );
}
