//! `--watch`: a change of the script or of a file that it imports runs it again.

use crate::live::Live;
use crate::program::Workspace;

fn watch(workspace: &Workspace) -> Live {
    Live::start(workspace.run_command(&["--watch", "--timeout", "none"]))
}

#[track_caller]
fn stop(live: Live) {
    live.signal("INT");
    live.finish().0.expect_code(130);
}

#[test]
fn a_changed_script_runs_again() {
    let workspace = Workspace::with_script("console.log('version one');");
    let live = watch(&workspace);
    live.wait_for("version one");
    live.wait_for_times("waiting for a change", 1);
    workspace.write("script.ts", "console.log('version two');");
    live.wait_for("version two");
    live.wait_for_times("waiting for a change", 2);
    // As a shell does it: into the file that is there.
    std::fs::write(workspace.path("script.ts"), "console.log('version three');").unwrap();
    live.wait_for("version three");
    stop(live);
}

#[test]
fn a_mistake_is_shown_and_can_be_repaired() {
    let workspace = Workspace::with_script("console.log('before');");
    let live = watch(&workspace);
    live.wait_for("before");
    live.wait_for_times("waiting for a change", 1);
    workspace.write("script.ts", "const a = = 1;");
    live.wait_for("unexpected token");
    live.wait_for_times("waiting for a change", 2);
    workspace.write("script.ts", "throw new Error('thrown');");
    live.wait_for("Error: thrown");
    live.wait_for_times("waiting for a change", 3);
    workspace.write("script.ts", "console.log('repaired');");
    live.wait_for("repaired");
    stop(live);
}

#[test]
fn a_changed_import_runs_the_script_again() {
    let workspace = Workspace::with_script("import { text } from './lib/text.ts';\nconsole.log(text);\n")
        .with("lib/text.ts", "export const text = 'import one';");
    let live = watch(&workspace);
    live.wait_for("import one");
    live.wait_for_times("waiting for a change", 1);
    workspace.write("lib/text.ts", "export const text = 'import two';");
    live.wait_for("import two");
    stop(live);
}

#[test]
fn a_mistake_in_an_import_can_be_repaired_there() {
    let workspace = Workspace::with_script("import { text } from './text.ts';\nconsole.log(text);\n")
        .with("text.ts", "export const text = ;");
    let live = watch(&workspace);
    live.wait_for("text.ts:1:");
    live.wait_for_times("waiting for a change", 1);
    workspace.write("text.ts", "export const text = 'whole again';");
    live.wait_for("whole again");
    stop(live);
}

#[test]
fn a_missing_import_is_found_once_it_is_there() {
    let workspace = Workspace::with_script("import { text } from './later.ts';\nconsole.log(text);\n");
    let live = watch(&workspace);
    live.wait_for("could not resolve");
    live.wait_for_times("waiting for a change", 1);
    workspace.write("later.ts", "export const text = 'found now';");
    live.wait_for("found now");
    stop(live);
}

#[test]
fn a_missing_script_runs_once_it_is_there() {
    let workspace = Workspace::new();
    let live = watch(&workspace);
    live.wait_for("cannot find script.ts");
    live.wait_for("waiting for a change");
    workspace.write("script.ts", "console.log('born');");
    live.wait_for("born");
    stop(live);
}

#[test]
fn a_change_ends_the_run_under_way() {
    let sleep = "await new Promise((resolve) => setTimeout(resolve, 1e9)); console.log('never');";
    let workspace = Workspace::with_script(&format!("console.log('first'); {sleep}"));
    let live = watch(&workspace);
    live.wait_for("first");
    workspace.write("script.ts", format!("console.log('second'); {sleep}"));
    live.wait_for("second");
    stop(live);
}

#[test]
fn an_unrelated_file_changes_nothing() {
    let workspace = Workspace::with_script("console.log('run');");
    let live = watch(&workspace);
    live.wait_for("waiting for a change");
    workspace.write("notes.txt", "unrelated");
    workspace.write("other.ts", "console.log('other')");
    workspace.write("script.ts", "console.log('changed');");
    live.wait_for("changed\n");
    live.signal("INT");
    let finished = live.finish().0.expect_code(130);
    assert_eq!(finished.stdout, "run\nchanged\n");
}
