//! Bundles as a person meets them: made, looked at, compared and run.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Finished, REPOSITORY, Workspace, database};

const PROJECT: &str = r#"
name = "watch"
version = "1.2.0"
description = "Two scripts that share a module."

[scripts.greet]
path = "greet.ts"
description = "Greets."

[scripts.greet.parameters]
who = { type = "string", description = "Whom to greet", default = "world", choices = ["world", "payments"] }
times = { type = "integer", minimum = 1, maximum = 3, default = 1 }
pause = { type = "duration" }
share = { type = "number", minimum = 0, maximum = 1, default = 0.05 }

[scripts.greet.policy]
memory = "16MiB"
timeout = "none"
events = 0

[scripts.count]
path = "count.ts"
every = "1s"
parameters = {}
"#;

const SHARED: &str = "let made = 0;
export function next(): number {
  made += 1;
  return made;
}
export function fail(): never {
  throw new Error('as asked');
}
";

const GREET: &str = "import * as coral from 'jsr:@coral/sdk';
import { fail, next } from './lib/shared.ts';
const { params } = coral.context;
if (params.get('who') === 'payments') fail();
for (let time = 0; time < Number(params.get('times')); time += 1) console.log(`hello ${params.get('who')}, ${next()}`);
";

const COUNT: &str = "import { next } from './lib/shared.ts';
console.log('count', next(), next());
";

fn project() -> Workspace {
    Workspace::new()
        .with("coral.toml", PROJECT)
        .with("lib/shared.ts", SHARED)
        .with("greet.ts", GREET)
        .with("count.ts", COUNT)
}

fn bundled(flags: &[&str]) -> Workspace {
    let workspace = project();
    workspace.coral(&[&["bundle", "-q"], flags].concat()).expect_code(0);
    workspace
}

fn run(workspace: &Workspace, arguments: &[&str]) -> Finished {
    workspace.coral(&[&["run", "watch.coralbundle", "--db", database(), "-q"], arguments].concat())
}

#[test]
fn a_bundle_runs_each_of_its_scripts() {
    let workspace = bundled(&[]);
    assert_eq!(run(&workspace, &["greet"]).expect_code(0).stdout, "hello world, 1\n");
    assert_eq!(run(&workspace, &["count"]).expect_code(0).stdout, "count 1 2\n");
}

#[test]
fn which_script_must_be_said_if_there_are_several() {
    let workspace = bundled(&[]);
    insta::assert_snapshot!(
        run(&workspace, &[]).expect_code(2).stderr,
        @"error: watch.coralbundle holds several scripts: name one behind it, of count, greet"
    );
    insta::assert_snapshot!(
        run(&workspace, &["great"]).expect_code(2).stderr,
        @r#"error: watch.coralbundle has no script "great", only count, greet"#
    );
    let single = Workspace::with_script("console.log('alone');");
    single.coral(&["bundle", "script.ts", "-q"]).expect_code(0);
    assert_eq!(single.coral(&["run", "script.coralbundle", "-q"]).expect_code(0).stdout, "alone\n");
    insta::assert_snapshot!(
        single.coral(&["run", "script.ts", "greet"]).expect_code(2).stderr,
        @r#"error: script.ts is one script: leave out "greet", which would name one of a bundle"#
    );
}

#[test]
fn parameters_are_checked_before_the_start() {
    let workspace = bundled(&[]);
    assert_eq!(run(&workspace, &["greet", "--param", "times=2"]).stdout, "hello world, 1\nhello world, 2\n");
    let wrong = ["greet", "--param", "times=4", "--param", "who=you", "--param", "pause=5", "--param", "x=1"];
    insta::assert_snapshot!(run(&workspace, &wrong).expect_code(2).stderr, @"
    error: --param times=4: it must be from 1 to 3
    --param who=you: it must be one of world, payments
    --param pause=5: it must be a number with a unit such as 500ms, 30s or 5m
    --param x: the script has no such parameter, only pause, share, times, who
    ");
    insta::assert_snapshot!(run(&workspace, &["greet", "--param-help"]).expect_code(0).stdout, @"
    Greets.

    Parameters:
      --param pause=…  duration
      --param share=…  number, from 0 to 1, default 0.05
      --param times=…  whole number, from 1 to 3, default 1
      --param who=…  text, one of world, payments, default world
          Whom to greet
    ");
    // The same declarations hold for the source.
    let source = workspace.coral(&["run", "greet.ts", "-q", "--param", "times=4"]).expect_code(2);
    insta::assert_snapshot!(source.stderr, @"error: --param times=4: it must be from 1 to 3");
    assert_eq!(workspace.coral(&["run", "greet.ts", "-q"]).expect_code(0).stdout, "hello world, 1\n");
}

#[test]
fn an_error_names_its_place_in_the_source() {
    let workspace = bundled(&[]);
    let thrown = run(&workspace, &["greet", "--param", "who=payments"]).expect_code(1);
    insta::assert_snapshot!(thrown.stderr, @"
    error: Uncaught (in promise) Error: as asked
        at fail (lib/shared.ts:7:9)
        at greet.ts:4:39
    ");
    let workspace = bundled(&["--sources"]);
    let thrown = run(&workspace, &["greet", "--param", "who=payments"]).expect_code(1);
    assert!(thrown.stderr.contains("throw new Error('as asked');"), "{}", thrown.stderr);
}

#[test]
fn a_script_that_asks_for_its_own_place_brings_its_source_and_no_other() {
    let workspace = Workspace::with_script("if (import.meta.main) {\n  import.meta.resolve('http://[');\n}\n");
    workspace.coral(&["bundle", "script.ts", "--sources", "-q"]).expect_code(0);
    let thrown = workspace.coral(&["run", "script.coralbundle", "-q"]).expect_code(1);
    insta::assert_snapshot!(thrown.stderr, @"
    error: Uncaught (in promise) TypeError: Invalid URL: 'http://[' with base 'file:///script.ts'
       |
     2 |   import.meta.resolve('http://[');
       |               ^
        at script.ts:2:15
    ");
}

#[test]
fn a_script_gets_what_it_asks_for_up_to_what_hosts_give_unasked() {
    let workspace = bundled(&[]);
    let limits = |flags: &[&str]| -> Value {
        let finished = workspace.coral(&[&["run", "watch.coralbundle", "greet", "-o", "json"], flags].concat());
        serde_json::from_str::<Value>(&finished.expect_code(0).stdout).unwrap()["limits"].clone()
    };
    let unasked = limits(&[]);
    assert_eq!((&unasked["memory"], &unasked["timeout"]), (&Value::from(16 << 20), &Value::from("1m")));
    let asked = limits(&["--grant-asked"]);
    assert_eq!((&asked["memory"], &asked["timeout"]), (&Value::from(16 << 20), &Value::from("none")));
    let said = limits(&["--memory", "32MiB", "--timeout", "5s"]);
    assert_eq!((&said["memory"], &said["timeout"]), (&Value::from(32 << 20), &Value::from("5s")));
}

#[test]
fn the_same_sources_make_the_same_bytes_wherever_they_lie() {
    let copies = [Workspace::new(), Workspace::new()];
    let bundles = copies.each_ref().map(|workspace| {
        for entry in fs::read_dir(Path::new(REPOSITORY).join("scripts")).unwrap().flatten() {
            if entry.path().is_file() {
                workspace
                    .write(&format!("some/where/{}", entry.file_name().display()), fs::read(entry.path()).unwrap());
            }
        }
        workspace.coral(&["bundle", "some/where", "--sources", "--with-engine", "-q"]).expect_code(0);
        fs::read(workspace.path("coral-scripts.coralbundle")).unwrap()
    });
    assert!(bundles[0] == bundles[1]);
    // Machine code for a named target does not depend on this machine either.
    let again = copies.each_ref().map(|workspace| {
        workspace.coral(&["bundle", "some/where", "--aot=aarch64-unknown-linux-gnu", "-q"]).expect_code(0);
        fs::read(workspace.path("coral-scripts.coralbundle")).unwrap()
    });
    assert!(again[0] == again[1]);
}

#[test]
fn a_module_that_scripts_share_is_there_once() {
    let workspace = bundled(&[]);
    let inspection = workspace.coral(&["inspect", "watch.coralbundle", "-o", "json"]).expect_code(0).stdout;
    let inspection: Value = serde_json::from_str(&inspection).unwrap();
    for script in ["greet", "count"] {
        let script = &inspection["scripts"][script];
        assert!(script["size-with-shared"].as_u64() > script["size"].as_u64(), "{script}");
    }
    let listed = std::process::Command::new("tar").arg("tf").arg(workspace.path("watch.coralbundle")).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert_eq!(listed.lines().filter(|file| file.starts_with("modules/")).count(), 3, "{listed}");
}

#[test]
fn inspect_shows_what_a_script_asks_for_and_would_be_given() {
    let workspace = bundled(&[]);
    let text = workspace.coral(&["inspect", "watch.coralbundle"]).expect_code(0).stdout;
    for line in [
        "  bundle       watch 1.2.0\n",
        "  signed by    no one\n",
        "  parameters   pause: duration\n",
        "               times: whole number, from 1 to 3, default 1\n",
        "               memory 16.0 MiB\n",
        "               timeout 1m (asks for none)\n",
        "               events 0\n",
        "               coral-engine\n",
        "  every        1s\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let granted = workspace.coral(&["inspect", "watch.coralbundle", "--grant-asked"]).expect_code(0).stdout;
    assert!(granted.contains("timeout none\n"), "{granted}");
    insta::assert_snapshot!(
        workspace.coral(&["inspect", "greet.ts"]).expect_code(2).stderr,
        @"error: greet.ts is neither a bundle nor a component: make one with coral-wasm bundle or coral-wasm build"
    );
}

#[test]
fn diff_tells_rights_parameters_and_code_apart() {
    let workspace = bundled(&["--out", "old.coralbundle"]);
    let same = workspace.coral(&["diff", "old.coralbundle", "old.coralbundle", "--exit-code"]).expect_code(0);
    assert_eq!(same.stdout, "no differences\n");
    let project = PROJECT
        .replace("1.2.0", "1.3.0")
        .replace("events = 0", "events = 20000")
        .replace("16MiB", "8MiB")
        .replace("maximum = 3", "maximum = 9")
        .replace("[scripts.count]", "[scripts.counter]");
    workspace.write("coral.toml", project);
    workspace.write("greet.ts", GREET.replace("hello", "good day"));
    workspace.coral(&["bundle", "--out", "new.coralbundle", "-q"]).expect_code(0);
    let changed = workspace.coral(&["diff", "old.coralbundle", "new.coralbundle", "--exit-code"]).expect_code(1);
    let stable: Vec<&str> = changed.stdout.lines().filter(|line| !line.contains("code: module")).collect();
    insta::assert_snapshot!(stable.join("\n"), @"
    version: 1.2.0 -> 1.3.0
    script count: removed
    script counter: added
    script greet:
      rights: memory: 16.0 MiB -> 8.0 MiB
      rights: events: 0 -> 20000 (more than before)
      parameters: times: whole number, from 1 to 3, default 1 -> whole number, from 1 to 9, default 1
    ");
    assert_eq!(changed.stdout.matches("code: module").count(), 1, "{}", changed.stdout);
}

#[test]
fn a_built_component_goes_into_a_bundle_if_it_brings_its_engine() {
    let workspace = Workspace::with_script("console.log('built');");
    workspace.coral(&["build", "script.ts", "-q"]).expect_code(0);
    insta::assert_snapshot!(
        workspace.coral(&["bundle", "script.wasm"]).expect_code(1).stderr,
        @"error: script.wasm imports the JavaScript engine: bundle the script that it was built from, or build it with --standalone"
    );
    workspace.coral(&["build", "script.ts", "--standalone", "-q"]).expect_code(0);
    workspace.coral(&["bundle", "script.wasm", "-q"]).expect_code(0);
    assert_eq!(workspace.coral(&["run", "script.coralbundle", "-q"]).expect_code(0).stdout, "built\n");
}

#[test]
fn mistakes_in_what_is_bundled_are_told() {
    let workspace = Workspace::new();
    insta::assert_snapshot!(
        workspace.coral(&["bundle", "--name", "empty"]).expect_code(2).stderr,
        @"error: there are no scripts to bundle: name files, or list them in coral.toml ([scripts.NAME], path = …)"
    );
    let workspace = project();
    workspace.write("greet.ts", "import './missing.ts';");
    let wrong = workspace.coral(&["bundle"]).expect_code(1);
    assert!(wrong.stderr.contains("missing.ts") && wrong.stderr.contains("greet.ts:1:8"), "{}", wrong.stderr);
    assert!(!workspace.path("watch.coralbundle").exists());
    workspace.write("coral.toml", PROJECT.replace("every = \"1s\"", "evry = \"1s\""));
    let wrong = workspace.coral(&["bundle"]).expect_code(1);
    assert!(wrong.stderr.contains("coral.toml: ") && wrong.stderr.contains("evry"), "{}", wrong.stderr);
    insta::assert_snapshot!(
        project().coral(&["bundle", "--aot=riscv128"]).expect_code(2).stderr,
        @r#"error: --aot: there is no code for the target "riscv128": write one of x86_64-unknown-linux-gnu, aarch64-unknown-linux-gnu"#
    );
}

#[test]
fn a_script_without_a_statement_is_bundled_like_any_other() {
    let workspace =
        Workspace::new().with("nothing.ts", "").with("said.ts", "// later\n").with("hello.ts", "console.log(1);");
    let files = ["nothing.ts", "said.ts", "hello.ts"];
    workspace.coral(&[&["bundle", "--name", "all", "-q"], &files[..]].concat()).expect_code(0);
    for name in ["nothing", "said"] {
        let finished = workspace.coral(&["run", "all.coralbundle", name, "-q"]).expect_code(0);
        assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("", ""));
    }
    workspace.coral(&["build", "nothing.ts", "-q"]).expect_code(0);
}
