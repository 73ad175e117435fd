//! `coral-wasm query` over a database file: what it answers, where its SQL is from, and what it refuses.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use insta::assert_snapshot;

use crate::live::Live;
use crate::program::{Finished, PATIENCE, Workspace, database};

const ENDLESS: &str = "SELECT count(*) FROM range(1000000000000) a, range(1000000) b WHERE a.range % 7 = b.range % 5";

/// What comes of these arguments behind `query`, over the sample database.
fn query(arguments: &[&str]) -> Finished {
    Workspace::new().coral(&[&["query", "--db", database()], arguments].concat())
}

/// What is printed by a query that must succeed without a word on standard error.
#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let finished = query(arguments).expect_code(0);
    assert_eq!(finished.stderr, "", "{finished:#?}");
    finished.stdout
}

/// What is said of a query that must fail with this code and print nothing.
#[track_caller]
fn refusal(code: i32, arguments: &[&str]) -> String {
    let finished = query(arguments).expect_code(code);
    assert_eq!(finished.stdout, "", "{finished:#?}");
    finished.stderr
}

#[test]
fn rows_are_a_table() {
    let sql = "SELECT service_name, count(*) AS spans, max(duration_ns) / 1e6 AS slowest_ms \
               FROM otel_spans_local GROUP BY service_name ORDER BY spans DESC";
    assert_snapshot!(printed(&[sql]), @r"
     service_name | spans | slowest_ms
    --------------+-------+------------
     payments     |     5 |      652.0
     orders       |     3 |       30.2
     users        |     2 |      581.0
    (3 rows)
    ");
}

#[test]
fn no_row_is_said_to_be_none() {
    assert_snapshot!(printed(&["SELECT trace_id, span_id FROM otel_spans_local WHERE false"]), @r"
     trace_id | span_id
    ----------+---------
    (0 rows)
    ");
}

#[test]
fn parameters_are_bound_and_keep_their_types() {
    let sql = "SELECT count(*) AS n FROM otel_spans_local WHERE service_name = ? AND duration_ns > ? AND is_error = ?";
    assert_eq!(printed(&["--format", "csv", sql, "payments", "500000000", "true"]), "n\r\n2\r\n");
    let types = "SELECT typeof(?) AS a, typeof(?) AS b, typeof(?) AS c, typeof(?) AS d, ? IS NULL AS e, ? AS f";
    let found = printed(&["--format", "csv", types, "5", "-5.5", "false", "text", "null", "\"5\""]);
    assert_eq!(found, "a,b,c,d,e,f\r\nBIGINT,DOUBLE,BOOLEAN,VARCHAR,true,5\r\n");
}

#[test]
fn a_parameter_is_never_part_of_the_statement() {
    let evil = "payments' OR '1'='1";
    let sql = "SELECT count(*) AS n FROM otel_spans_local WHERE service_name = ?";
    assert_eq!(printed(&["--format", "csv", sql, evil]), "n\r\n0\r\n");
}

#[test]
fn sql_is_read_from_a_file_or_from_standard_input() {
    let workspace = Workspace::new()
        .with("slow.sql", "-- the slow ones\nSELECT count(*) AS n\nFROM otel_spans_local WHERE duration_ns > ?;\n");
    let finished =
        workspace.coral(&["query", "--db", database(), "--format", "csv", "--file", "slow.sql", "600000000"]);
    assert_eq!(finished.expect_code(0).stdout, "n\r\n2\r\n");

    let mut command = workspace.command();
    command.args(["query", "--db", database(), "--format", "csv", "-", "600000000"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(workspace.read("slow.sql").as_bytes()).unwrap();
    assert_eq!(Finished::from(child.wait_with_output().unwrap()).expect_code(0).stdout, "n\r\n2\r\n");
}

#[test]
fn where_there_is_no_sql_it_is_said_how_to_give_some() {
    for arguments in [&[] as &[&str], &["--file", "empty.sql"], &[""], &["  "]] {
        let workspace = Workspace::new().with("empty.sql", "\n");
        let finished = workspace.coral(&[&["query", "--db", database()], arguments].concat()).expect_code(2);
        assert!(finished.stderr.contains("there is no SQL"), "{arguments:?}: {}", finished.stderr);
        assert!(finished.stderr.contains("--file"), "{arguments:?}: {}", finished.stderr);
    }
}

#[test]
fn a_file_of_sql_that_cannot_be_read_is_named() {
    let workspace = Workspace::new()
        .with("bytes.sql", [0xff, 0xfe, 0x00])
        .with("folder/file", "")
        .with("long.sql", "x".repeat(2 << 20));
    let refusal = |file: &str| {
        let finished = workspace.coral(&["query", "--db", database(), "--file", file]).expect_code(1);
        assert_eq!((finished.stdout.as_str(), finished.stderr.lines().count()), ("", 1), "{finished:#?}");
        finished.stderr
    };
    assert_snapshot!(refusal("missing.sql"), @"error: cannot read the SQL in missing.sql: No such file or directory (os error 2)");
    assert_snapshot!(refusal("folder"), @"error: cannot read the SQL in folder: Is a directory (os error 21)");
    assert_snapshot!(refusal("bytes.sql"), @"error: cannot read the SQL in bytes.sql: it is no text in UTF-8");
    assert_snapshot!(refusal("long.sql"), @"error: cannot read the SQL in long.sql: it has more than 1 MiB");
    assert!(refusal("/dev/zero").contains("more than 1 MiB"));
}

#[test]
fn a_mistake_in_the_sql_is_shown_with_its_place() {
    assert_snapshot!(refusal(1, &["SELECT nope FROM otel_spans_local"]), @r#"
    error: Binder Error: Referenced column "nope" not found in FROM clause!
    Candidate bindings: "http_method"

    LINE 1: SELECT nope FROM otel_spans_local
                   ^
    "#);
    assert_snapshot!(refusal(1, &["SELEC 1"]), @r#"error: parser error: syntax error at or near "SELEC""#);
    assert!(refusal(1, &["SELECT ?"]).starts_with("error: "));
    assert!(refusal(1, &["SELECT 1", "5"]).starts_with("error: "));
}

#[test]
fn nobody_gets_more_than_a_script() {
    for sql in [
        "SELECT 1; SELECT 2",
        "DELETE FROM sample_spans",
        "INSERT INTO sample_spans SELECT * FROM sample_spans",
        "DROP TABLE sample_spans",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH 'other.db'",
        "SET memory_limit = '10GB'",
        "INSTALL httpfs",
        "SELECT * FROM read_csv('/etc/passwd')",
    ] {
        let said = refusal(118, &[sql]);
        assert_eq!(said.lines().count(), 1, "{sql}: {said}");
        assert!(said.starts_with("error: "), "{sql}: {said}");
    }
    assert_snapshot!(refusal(118, &["SELECT 1; SELECT 2"]), @"error: the SQL text holds 2 statements: ask for each on its own");
    assert_snapshot!(refusal(118, &["DELETE FROM sample_spans"]), @"error: only SELECT may run (also as WITH, FROM, VALUES, TABLE, DESCRIBE, SHOW or SUMMARIZE; a PIVOT must list its values with IN)");
    let said = refusal(1, &["SELECT * FROM '/etc/passwd'"]);
    assert!(said.contains("does not exist") && !said.contains("root:"), "{said}");
    assert_eq!(printed(&["--format", "csv", "SELECT count(*) AS n FROM sample_spans"]), "n\r\n10\r\n");
}

#[test]
fn the_policy_holds_that_holds_for_scripts() {
    let hidden = "SELECT count(*) FROM system_metrics_local";
    refusal(118, &["--table", "otel_spans_local", hidden]);
    let workspace = Workspace::new().with("policy.toml", "tables = [\"otel_spans_local\"]\n");
    let with_file = workspace.coral(&["query", "--db", database(), "--policy", "policy.toml", hidden]);
    with_file.expect_code(118);
    let mut command = workspace.command();
    command.args(["query", "--db", database(), hidden]).env("CORAL_WASM_TABLE", "otel_spans_local");
    Finished::of(command).expect_code(118);
    let sql = "SELECT DISTINCT service_name FROM otel_spans_local";
    assert_eq!(printed(&["--service", "orders", "--format", "csv", sql]), "service_name\r\norders\r\n");
}

#[test]
fn what_takes_too_long_is_stopped() {
    let said = refusal(124, &["--query-time", "200ms", ENDLESS]);
    assert!(said.contains("took longer than 200ms") && said.contains("--query-time"), "{said}");
    let said = refusal(119, &["SELECT repeat('x', 100000000)"]);
    assert!(said.contains("query-memory"), "{said}");
    let said = refusal(119, &["--query-bytes", "1KiB", "SELECT repeat('x', 2000)"]);
    assert!(said.contains("raise it with --query-bytes"), "{said}");
}

#[test]
fn ctrl_c_ends_it() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let workspace = Workspace::new();
        let mut command = workspace.command();
        command.args(["query", "--db", database(), ENDLESS]);
        let live = Live::start(command);
        std::thread::sleep(Duration::from_millis(500));
        live.signal(signal);
        let (finished, took) = live.finish();
        let finished = finished.expect_code(code);
        assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("", "error: interrupted\n"));
        assert!(took < PATIENCE / 10, "it took {took:?}");
    }
}

#[test]
fn more_rows_than_the_limit_are_cut_off_with_a_word() {
    let finished = query(&["--rows", "3", "--format", "csv", "FROM range(10)"]).expect_code(0);
    assert_eq!(finished.stdout, "range\r\n0\r\n1\r\n2\r\n");
    assert_snapshot!(finished.stderr, @"note: these are the first 3 rows, and there are more: raise --rows, or narrow the SQL");
    let all = query(&["--rows", "10", "--format", "csv", "FROM range(10)"]).expect_code(0);
    assert_eq!((all.stdout.lines().count(), all.stderr.as_str()), (11, ""));

    let many = query(&["--format", "csv", "FROM range(10001)"]).expect_code(0);
    assert_eq!(many.stdout.lines().count(), 10_001);
    assert_snapshot!(many.stderr, @"note: these are the first 10000 rows, and there are more: raise --rows, or narrow the SQL");
    let more = query(&["--rows", "20000", "--format", "csv", "FROM range(10001)"]).expect_code(0);
    assert_eq!((more.stdout.lines().count(), more.stderr.as_str()), (10_002, ""));
    refusal(2, &["--rows", "0", "SELECT 1"]);
}

#[test]
fn what_is_no_database_is_named() {
    let workspace = Workspace::new().with("notes.txt", "not a database\n").with("folder/file", "");
    let refusal = |db: &str| {
        let finished = workspace.coral(&["query", "SELECT 1", "--db", db]).expect_code(1);
        assert_eq!(finished.stdout, "");
        finished.stderr
    };
    assert_snapshot!(refusal("missing.db"), @"error: no database at missing.db: make a sample with `coral-wasm demo init`, or name another with --db PATH");
    assert_snapshot!(refusal("folder"), @"error: folder is a directory, not a database: name the file inside it with --db PATH, or a folder of live data");
    assert_snapshot!(refusal("notes.txt"), @"error: notes.txt is not a DuckDB database: name one with --db PATH, or make a sample with `coral-wasm demo init`");
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let workspace = Workspace::new();
    for format in ["table", "json", "csv"] {
        let mut command = workspace.command();
        command.args([
            "query",
            "--db",
            database(),
            "--format",
            format,
            "SELECT range, repeat('x', 500) FROM range(10000)",
        ]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 16];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut first).unwrap();
        drop(child.stdout.take());
        let finished = Finished::from(child.wait_with_output().unwrap()).expect_code(0);
        assert_eq!(finished.stderr, "", "{format}");
    }
}

#[test]
fn a_full_disk_is_told() {
    let workspace = Workspace::new();
    let mut command = workspace.command();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command.args(["query", "--db", database(), "SELECT 1"]).stdout(full).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.starts_with("error: the rows could not be written: No space left"), "{said}");
}

#[test]
fn the_help_shows_how_to_ask() {
    let help = Workspace::new().coral(&["query", "--help"]).expect_code(0).stdout;
    for word in
        ["Examples:", "coral-wasm query \"", "--server", "CORAL_SDK_URL", "CORAL_SDK_TOKEN", "CORAL_WASM_DB", "--rows"]
    {
        assert!(help.contains(word), "{word}: {help}");
    }
    assert!(!help.contains("--fuel"), "{help}");
}
