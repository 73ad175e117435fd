//! Databases that cannot be used: the script's call fails with a text that names the file and the remedy.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use crate::program::Workspace;

const SCRIPT: &str = "import * as coral from \"jsr:@coral/sdk\";\nconsole.log(await coral.system.getCPU());\n";

/// What is said of the database `db` in the workspace.
fn refusal(workspace: &Workspace, db: &str) -> String {
    workspace.write("script.ts", SCRIPT);
    let finished = workspace.coral(&["run", "script.ts", "-q", "--db", db]).expect_code(1);
    assert_eq!(finished.stdout, "");
    finished.stderr
}

#[test]
fn a_missing_database_is_named() {
    assert_snapshot!(refusal(&Workspace::new(), "missing.db"), @r#"
    error: Uncaught (in promise) CoralError: Failed to get CPU usage: no database at missing.db: make a sample with `coral-wasm demo init`, or name another with --db PATH
       |
     2 | console.log(await coral.system.getCPU());
       |                                ^
        at script.ts:2:32
    "#);
}

#[test]
fn a_folder_is_no_database() {
    assert_snapshot!(refusal(&Workspace::new().with("folder/file", ""), "folder"), @r#"
    error: Uncaught (in promise) CoralError: Failed to get CPU usage: folder is a directory, not a database: name the file inside it with --db PATH, or a folder of live data
       |
     2 | console.log(await coral.system.getCPU());
       |                                ^
        at script.ts:2:32
    "#);
}

#[test]
fn a_text_file_is_no_database() {
    assert_snapshot!(refusal(&Workspace::new().with("notes.txt", "not a database\n"), "notes.txt"), @r#"
    error: Uncaught (in promise) CoralError: Failed to get CPU usage: notes.txt is not a DuckDB database: name one with --db PATH, or make a sample with `coral-wasm demo init`
       |
     2 | console.log(await coral.system.getCPU());
       |                                ^
        at script.ts:2:32
    "#);
}

#[test]
fn an_empty_file_is_no_database() {
    let text = refusal(&Workspace::new().with("empty.db", ""), "empty.db");
    assert!(text.contains("empty.db is not a DuckDB database"), "{text}");
}

#[test]
fn a_damaged_database_is_refused() {
    let sample = std::fs::read(crate::program::database()).unwrap();
    let mut damaged = sample.clone();
    damaged.truncate(sample.len() / 2);
    let text = refusal(&Workspace::new().with("half.db", damaged), "half.db");
    assert!(text.contains("half.db"), "{text}");
}

#[test]
fn a_database_without_tables_is_refused() {
    // Made by DuckDB 1.5.6 with nothing but CHECKPOINT.
    let workspace = Workspace::new().with("bare.db", include_bytes!("fixtures/no-tables.duckdb"));
    assert_snapshot!(refusal(&workspace, "bare.db"), @r#"
    error: Uncaught (in promise) CoralError: Failed to get CPU usage: bare.db has no table otel_spans_local: name a database of telemetry with --db PATH, or make a sample with `coral-wasm demo init`
       |
     2 | console.log(await coral.system.getCPU());
       |                                ^
        at script.ts:2:32
    "#);
}

/// Tells the test that runs in another process which database to have open for writing.
const WRITTEN: &str = "CORAL_TEST_WRITTEN";

/// The body of that process, until its input ends; without a database to open there is nothing to do.
#[test]
fn writes_to_a_database() {
    let Some(path) = std::env::var_os(WRITTEN) else { return };
    let _connection = duckdb::Connection::open(path).unwrap();
    println!("\nlocked");
    std::io::stdin().lines().for_each(drop);
}

#[test]
fn a_database_that_another_process_writes_is_refused_by_the_name_of_that_process() {
    let workspace = Workspace::new().with("live.db", std::fs::read(crate::program::database()).unwrap());
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "bad_databases::writes_to_a_database", "--nocapture"])
        .env(WRITTEN, workspace.path("live.db"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("locked")), "the other process did not open the database");
    let text = refusal(&workspace, "live.db");
    let id = format!("(PID {})", writer.id());
    drop(writer.stdin.take());
    writer.wait().unwrap();
    assert!(text.contains("live.db is locked by another process (") && text.contains(&id), "{text}");
    assert!(text.contains("stop that process, or open a copy of the file with --db PATH"), "{text}");
}

#[test]
fn a_script_that_asks_nothing_needs_no_database() {
    let workspace = Workspace::with_script("console.log('ran')");
    let finished = workspace.coral(&["run", "script.ts", "-q", "--db", "missing.db"]).expect_code(0);
    assert_eq!(finished.stdout, "ran\n");
}

#[test]
fn a_script_can_catch_that_there_is_no_database() {
    let script = "import * as coral from 'jsr:@coral/sdk';
        try { await coral.db.query('SELECT 1'); } catch (error: any) { console.log(error.name, error.code); }";
    let workspace = Workspace::with_script(script);
    let finished = workspace.coral(&["run", "script.ts", "-q", "--db", "missing.db"]).expect_code(0);
    assert_eq!(finished.stdout, "CoralError unavailable\n");
}
