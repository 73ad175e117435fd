//! Streams that are closed early or never there.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::program::{Finished, Workspace, database};

const CHATTY: &str =
    "for (let i = 0; i < 20000; i++) console.log('line ' + i + ' '.repeat(50)); console.error('the end');";

#[test]
fn a_reader_that_stops_early_does_not_end_the_script() {
    let workspace = Workspace::with_script(CHATTY);
    let mut command = workspace.run_command(&["-q"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("line 0"));
    let finished = Finished::from(child.wait_with_output().unwrap()).expect_code(0);
    assert_eq!(finished.stderr, "the end\n");
}

#[test]
fn a_json_report_that_no_one_reads_is_no_error() {
    let workspace = Workspace::with_script(CHATTY);
    let mut command = workspace.run_command(&["-o", "json"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    Finished::from(child.wait_with_output().unwrap()).expect_code(0);
}

fn in_shell(workspace: &Workspace, redirection: &str) -> Finished {
    let program = env!("CARGO_BIN_EXE_coral-wasm");
    let line = format!("exec '{program}' run script.ts --db '{}' -q {redirection}", database());
    let mut command = Command::new("sh");
    let inherited = workspace.command();
    for (name, value) in inherited.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.args(["-c", &line]).current_dir(workspace.path(""));
    Finished::of(command)
}

#[test]
fn closed_streams_are_no_error() {
    let script = "import * as coral from 'jsr:@coral/sdk';
        console.log('out', (await coral.db.query('SELECT 1')).count); console.error('err');";
    let workspace = Workspace::with_script(script);
    let finished = in_shell(&workspace, "<&-").expect_code(0);
    assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("out 1\n", "err\n"));
    assert_eq!(in_shell(&workspace, ">&-").expect_code(0).stderr, "err\n");
    assert_eq!(in_shell(&workspace, "2>&-").expect_code(0).stdout, "out 1\n");
    in_shell(&workspace, "<&- >&- 2>&-").expect_code(0);
}

#[test]
fn a_full_disk_is_no_panic() {
    let workspace = Workspace::with_script("console.log('out')");
    let finished = in_shell(&workspace, ">/dev/full");
    assert!(matches!(finished.code, Some(0 | 1)), "{finished:#?}");
}

#[test]
fn events_that_cannot_be_written_are_warned_of() {
    let script = "import * as coral from 'jsr:@coral/sdk'; await coral.emit('one'); console.log('goes on');";
    let finished = Workspace::with_script(script).run(&["-q", "--emit-to", "/dev/full"]).expect_code(0);
    assert_eq!(finished.stdout, "goes on\n");
    assert!(finished.stderr.contains("/dev/full"), "{}", finished.stderr);
}
