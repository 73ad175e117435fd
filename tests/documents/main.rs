//! Every command that a document shows in a `console` block runs, and succeeds.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn documents() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<_> = docs.filter(|path| path.extension().is_some_and(|kind| kind == "md")).collect();
    documents.push(root().join("README.md"));
    documents.sort();
    documents
}

/// The lines behind `$ coral-wasm ` of the blocks that are marked as `console`.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut commands = Vec::new();
    let mut is_console = false;
    for line in text.lines() {
        if let Some(kind) = line.strip_prefix("```") {
            is_console = kind == "console";
        } else if is_console && let Some(command) = line.strip_prefix("$ coral-wasm ") {
            commands.push(command.split_whitespace().map(str::to_owned).collect());
        }
    }
    commands
}

/// The scripts of the repository in a folder of their own, where a command may write.
fn workspace() -> tempfile::TempDir {
    let workspace = tempfile::tempdir().unwrap();
    for folder in ["scripts", "demo"] {
        fs::create_dir(workspace.path().join(folder)).unwrap();
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, workspace.path().join(folder).join(path.file_name().unwrap())).unwrap();
        }
    }
    workspace
}

fn run_all(document: &Path) -> usize {
    let workspace = workspace();
    let commands = commands(&fs::read_to_string(document).unwrap());
    for command in &commands {
        let output = Command::new(env!("CARGO_BIN_EXE_coral-wasm"))
            .args(command)
            .current_dir(workspace.path())
            .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
            .output()
            .unwrap();
        let shown = format!("{}: coral-wasm {}", document.display(), command.join(" "));
        println!("{shown}");
        assert!(output.status.success(), "{shown}\n{}", String::from_utf8_lossy(&output.stderr));
    }
    commands.len()
}

#[test]
fn the_commands_of_every_document_succeed() {
    let run: usize = documents().iter().map(|document| run_all(document)).sum();
    assert!(run >= 6, "only {run} commands were found");
}

#[test]
fn the_readme_shows_the_make_targets_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let shown = readme.lines().filter_map(|line| line.trim_start().strip_prefix("make "));
    let targets: Vec<_> = shown.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(targets.contains(&"demo") && targets.contains(&"test"), "{targets:?}");
    for target in targets {
        assert!(makefile.lines().any(|line| line.starts_with(&format!("{target}:"))), "make {target}");
    }
}
