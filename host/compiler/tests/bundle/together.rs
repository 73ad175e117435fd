//! Scripts that are bundled together: which files become modules, and what these import.

use coral_compiler::{BundledScript, Columns, bundle_together};

use crate::project::{Project, provided};

async fn together(project: &Project, entries: &[&str]) -> Vec<BundledScript> {
    let entries: Vec<_> = entries.iter().map(|entry| project.path(entry)).collect();
    bundle_together(&entries, &provided(), Columns::Bytes).await.unwrap()
}

const FILES: [(&str, &str); 5] = [
    (
        "a.ts",
        "import './one.ts'; import type { T } from './types.ts'; export * from './two.ts';\n\
         import { db } from 'jsr:@coral/sdk'; import data from './data.json' with { type: 'json' };\n\
         console.log(await import('./one.ts'), db, data, 1 as T);",
    ),
    ("one.ts", "export const one = 1;"),
    ("two.ts", "export const two = import.meta.url;"),
    ("types.ts", "export type T = number; console.log('never');"),
    ("data.json", "[1]"),
];

#[tokio::test]
async fn a_file_imports_others_by_names_that_tell_nothing_of_the_machine() {
    let (one, other) = (Project::new(&FILES), Project::new(&FILES));
    let scripts = together(&one, &["a.ts", "a.ts"]).await;
    let names: Vec<_> = scripts[0].modules.iter().map(|module| module.name.as_str()).collect();
    let expected = ["coral-file:one.ts", "coral-file:two.ts", "coral-file:data.json", "coral-file:a.ts"];
    assert_eq!(names, expected);
    insta::assert_snapshot!(scripts[0].modules[3].code, @r#"
    import "coral-file:one.ts";import "coral-file:two.ts";import "coral-file:data.json";
    import "coral-file:one.ts";
    import { db } from "coral:0";
    import data from "coral-file:data.json" with { type: "json" };

    export * from "coral-file:two.ts"

    console.log(await import("coral-file:one.ts"), db, data, 1);
    "#);
    for module in &scripts[0].modules {
        let folder = one.path("").display().to_string();
        assert!(!module.code.contains(&folder) && !module.source_map.contains(&folder), "{}", module.name);
    }
    assert_eq!(scripts[0].modules, together(&other, &["a.ts", "a.ts"]).await[0].modules);
}

#[tokio::test]
async fn files_of_different_projects_are_not_shared() {
    let project = Project::new(&[
        ("a.ts", "import './inner/lib.ts';"),
        ("inner/deno.json", "{}"),
        ("inner/b.ts", "import './lib.ts';"),
        ("inner/lib.ts", "console.log(import.meta.url);"),
    ]);
    let scripts = together(&project, &["a.ts", "inner/b.ts"]).await;
    assert!(scripts.iter().all(|script| script.modules.len() == 1));
    assert!(scripts[0].modules[0].code.contains("file:///inner/lib.ts"));
    assert!(scripts[1].modules[0].code.contains("file:///lib.ts"));
}

#[tokio::test]
async fn the_mistakes_of_all_scripts_are_told_and_those_in_shared_files_once() {
    let project = Project::new(&[
        ("a.ts", "import './lib.ts'; import './no.ts';"),
        ("b.ts", "import './lib.ts';"),
        ("good.ts", ""),
        ("lib.ts", "import 'npm:chalk';"),
    ]);
    let entries = ["a.ts", "good.ts", "b.ts"].map(|entry| project.path(entry));
    let error = bundle_together(&entries, &provided(), Columns::Bytes).await.unwrap_err().to_string();
    assert_eq!(error.matches("error: ").count(), 2, "{error}");
    assert!(error.contains("could not resolve \"./no.ts\"") && error.contains("packages from npm"), "{error}");
}
