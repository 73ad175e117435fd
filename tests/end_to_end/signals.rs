//! Ctrl-C and SIGTERM: the run ends, reports what it did, and the exit code says which it was.

use std::time::Duration;

use crate::live::Live;
use crate::program::Workspace;

/// How soon a run must be over after a signal.
const SOON: Duration = Duration::from_secs(5);

const SLEEPING: &str = "
    import * as coral from 'jsr:@coral/sdk';
    await coral.emit('before', { a: 1 });
    console.log('asleep');
    await new Promise((resolve) => setTimeout(resolve, 1e9));";

const ASKING: &str = "
    import * as coral from 'jsr:@coral/sdk';
    const answer = coral.db.query('SELECT count(*) FROM range(1000000000000) a, range(1000000) b WHERE a.range % 7 = b.range % 5');
    console.log('asleep');
    await answer;";

const SPINNING: &str = "console.log('asleep'); let n = 0; while (true) n += 1;";

#[track_caller]
fn ends_soon(script: &str, signal: &str, code: i32) {
    let workspace = Workspace::with_script(script);
    let live = Live::start(workspace.run_command(&["--timeout", "none"]));
    live.wait_for("asleep");
    live.signal(signal);
    let (finished, took) = live.finish();
    let finished = finished.expect_code(code);
    assert!(took < SOON, "it took {took:?}");
    assert_eq!(finished.stdout, "asleep\n");
    let report = finished.stderr.lines().last().unwrap_or_default();
    assert!(report.starts_with("interrupted in "), "{}", finished.stderr);
}

#[test]
fn ctrl_c_ends_a_script_that_sleeps() {
    ends_soon(SLEEPING, "INT", 130);
}

#[test]
fn sigterm_ends_a_script_that_sleeps() {
    ends_soon(SLEEPING, "TERM", 143);
}

#[test]
fn ctrl_c_ends_a_script_that_waits_for_a_long_query() {
    ends_soon(ASKING, "INT", 130);
}

#[test]
fn sigterm_ends_a_script_that_waits_for_a_long_query() {
    ends_soon(ASKING, "TERM", 143);
}

#[test]
fn ctrl_c_ends_a_script_that_never_waits() {
    ends_soon(SPINNING, "INT", 130);
}

#[test]
fn an_interrupted_run_reports_its_events() {
    let workspace = Workspace::with_script(SLEEPING);
    let live = Live::start(workspace.run_command(&["--timeout", "none", "-o", "json"]));
    live.wait_for("asleep");
    live.signal("INT");
    let finished = live.finish().0.expect_code(130);
    let report: serde_json::Value = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!(report["ending"], "interrupted");
    assert_eq!(report["events"][0]["name"], "before");
}
