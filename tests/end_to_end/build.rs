//! `coral-wasm build`: the component, what it says of itself, and how it runs.

use std::fs;

use insta::assert_snapshot;

use crate::forged_component::{silent, with_metadata};
use crate::program::Workspace;

const SCRIPT: &str = "import { boom } from './lib/plan.ts';\nconsole.log(new Error('here').stack);\nboom();\n";
const PLAN: &str = "type T = number;\n\nexport function boom(): T {\n  const ü = 1; throw new Error(`no ${ü}`);\n}\n";

fn workspace() -> Workspace {
    Workspace::new().with("deno.json", "{}").with("script.ts", SCRIPT).with("lib/plan.ts", PLAN)
}

/// What is told of a run, without what is measured.
fn told(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("exception in ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_component_runs_as_its_script_does() {
    let workspace = workspace();
    let source = workspace.coral(&["run", "script.ts"]);
    for flags in [&["build", "script.ts"] as &[&str], &["build", "script.ts", "--standalone"]] {
        let built = workspace.coral(flags);
        assert_eq!(built.code, Some(0), "{}", built.stderr);
        assert!(built.stdout.starts_with("script.wasm: "), "{}", built.stdout);
        assert!(built.stdout.ends_with("try: coral-wasm run script.wasm\n"), "{}", built.stdout);
        let component = workspace.coral(&["run", "script.wasm"]);
        assert_eq!(component.code, source.code);
        assert_eq!(component.stdout, source.stdout);
        assert_eq!(told(&component.stderr), told(&source.stderr));
    }
    assert_snapshot!(told(&source.stderr), @r"
    error: Uncaught (in promise) Error: no 1
       |
     4 |   const ü = 1; throw new Error(`no ${ü}`);
       |                      ^
        at boom (lib/plan.ts:4:22)
        at script.ts:3:1
    ");
}

#[test]
fn a_component_is_the_same_wherever_it_is_built() {
    for flags in [&[] as &[&str], &["--standalone"]] {
        let [one, other] = [(); 2].map(|()| {
            let workspace = workspace();
            let built = workspace.coral(&[&["build", "script.ts", "--quiet", "-o", "out.wasm"], flags].concat());
            assert_eq!((built.code, built.stdout.as_str()), (Some(0), ""), "{}", built.stderr);
            fs::read(workspace.path("out.wasm")).unwrap()
        });
        assert!(one == other);
    }
}

#[test]
fn a_component_carries_what_its_project_says_of_it() {
    let workspace = workspace().with(
        "coral.toml",
        "name = 'watch'\nversion = '1.0.0'\n[scripts.plan]\npath = 'script.ts'\ndescription = 'Plans.'\n",
    );
    assert_eq!(workspace.coral(&["build", "script.ts"]).code, Some(0));
    let component = fs::read(workspace.path("script.wasm")).unwrap();
    let shown = coral_engine::ScriptComponent::parse(&component).unwrap();
    assert!(shown.imports_engine);
    let metadata: serde_json::Value = serde_json::from_str(&shown.metadata.unwrap()).unwrap();
    assert_eq!(metadata["name"], "plan");
    assert_eq!(metadata["about"]["description"], "Plans.");
    assert_eq!(metadata["contract"], "coral:script@0.1.0");
    let report: serde_json::Value =
        serde_json::from_str(&workspace.coral(&["run", "script.wasm", "--output", "json"]).stdout).unwrap();
    assert_eq!(report["ending"], "exception");
}

#[test]
fn a_component_for_another_engine_is_refused() {
    let workspace = workspace();
    assert_eq!(workspace.coral(&["build", "script.ts", "-o", "own.wasm"]).code, Some(0));
    let bytes = fs::read(workspace.path("own.wasm")).unwrap();
    let own = coral_engine::EngineComponent::committed().unwrap().fingerprint();
    workspace.write("other.wasm", with_metadata(&bytes, &own, "0123456789abcdef"));
    let refused = workspace.coral(&["run", "other.wasm"]);
    assert_eq!(refused.code, Some(1));
    assert_eq!(
        refused.stderr.replace(&own[..16], "OWN"),
        "error: other.wasm was built for another JavaScript engine (0123456789abcdef) than this program has (OWN): build it \
         again, or with --standalone\n"
    );
}

#[test]
fn a_component_that_says_nothing_or_what_cannot_be_read_is_refused_if_it_needs_an_engine() {
    let workspace = workspace();
    assert_eq!(workspace.coral(&["build", "script.ts"]).code, Some(0));
    let bytes = fs::read(workspace.path("script.wasm")).unwrap();
    workspace.write("silent.wasm", silent(&bytes));
    workspace.write("odd.wasm", with_metadata(&bytes, "\"contract\"", "\"somewhat\""));
    assert_eq!(
        workspace.coral(&["run", "silent.wasm"]).stderr,
        "error: silent.wasm imports a JavaScript engine and does not say which: build it with `coral-wasm build`\n"
    );
    let odd = workspace.coral(&["run", "odd.wasm"]);
    assert_eq!(odd.code, Some(1));
    let start = "error: odd.wasm says of itself what this coral-wasm cannot read: build it again with this one";
    assert!(odd.stderr.starts_with(start), "{}", odd.stderr);
}

#[test]
fn what_cannot_be_built_leaves_nothing_behind() {
    let workspace = workspace().with("bad.ts", "import 'npm:chalk';").with("kept.wasm", "kept");
    let refused = workspace.coral(&["build", "bad.ts", "-o", "kept.wasm"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("packages from npm are not available"), "{}", refused.stderr);
    assert_eq!(workspace.read("kept.wasm"), "kept");
    let nowhere = workspace.coral(&["build", "script.ts", "-o", "no/such/folder/out.wasm"]);
    assert_eq!(nowhere.code, Some(1));
    assert!(nowhere.stderr.contains("could not write no/such/folder/out.wasm"), "{}", nowhere.stderr);
    let mut left: Vec<_> = fs::read_dir(workspace.path("")).unwrap().map(|file| file.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["bad.ts", "deno.json", "kept.wasm", "lib", "script.ts"]);
}
