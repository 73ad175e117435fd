//! A bundle's file that is replaced while its scripts run again and again.

use std::fs;

use crate::live::Live;
use crate::program::{Workspace, database};

fn version(workspace: &Workspace, version: &str, text: &str) -> Vec<u8> {
    workspace.write("tick.ts", format!("console.log('{text}');"));
    let flags = ["bundle", "tick.ts", "--name", "tick", "--bundle-version", version, "--out", "made.coralbundle", "-q"];
    workspace.coral(&flags).expect_code(0);
    fs::read(workspace.path("made.coralbundle")).unwrap()
}

fn start(workspace: &Workspace) -> Live {
    let mut command = workspace.command();
    command.args(["run", "tick.coralbundle", "--every=50ms", "--db", database()]);
    Live::start(command)
}

#[test]
fn a_replaced_bundle_is_used_from_the_next_run_on() {
    let workspace = Workspace::new();
    let (first, second) = (version(&workspace, "1.0.0", "version one"), version(&workspace, "1.1.0", "version two"));
    workspace.write("tick.coralbundle", first);
    let live = start(&workspace);
    live.wait_for_times("version one", 2);
    workspace.write("tick.coralbundle", second);
    live.wait_for("replaced: running the new one");
    live.wait_for_times("version two", 2);
    live.signal("INT");
    let (finished, ..) = live.finish();
    let output = finished.expect_code(130).stdout;
    let (before, after) = output.split_once("version two").unwrap();
    assert!(before.contains("version one") && !after.contains("version one"), "{output}");
}

#[test]
fn what_is_half_written_other_or_older_is_not_used() {
    let workspace = Workspace::new();
    let (old, used, next) = (
        version(&workspace, "0.9.0", "version old"),
        version(&workspace, "1.0.0", "version used"),
        version(&workspace, "1.1.0", "version next"),
    );
    workspace.write("tick.coralbundle", &used);
    let live = start(&workspace);
    live.wait_for_times("version used", 1);
    // Into the file that is there, as `cp` does it, and not to its end.
    fs::write(workspace.path("tick.coralbundle"), &next[..next.len() / 2]).unwrap();
    live.wait_for("tick.coralbundle");
    live.wait_for_times("version used", 4);
    fs::write(workspace.path("tick.coralbundle"), &old).unwrap();
    live.wait_for("is older than 1.0.0, which is used");
    live.wait_for_times("version used", 7);
    fs::remove_file(workspace.path("tick.coralbundle")).unwrap();
    live.wait_for("No such file or directory");
    live.wait_for_times("version used", 10);
    fs::write(workspace.path("tick.coralbundle"), &next).unwrap();
    live.wait_for("version next");
    live.signal("TERM");
    let output = live.finish().0.expect_code(143).stdout;
    assert!(!output.contains("version old"), "{output}");
}
