//! SQL that a script wrote, asked of a real database by one who may see one table of three and one service of two.

#![no_main]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

use coral_contract::{Answer, AskError, Asker, Bounds, Cells, Question, ResultSet, Selection, SqlQuery, Telemetry};
use coral_telemetry::{Database, Limits, Options};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Stands in every row that the asker may not see.
const FORBIDDEN: &str = "FORBIDDEN";

const MOST_ROWS: u64 = 100;
const MOST_BYTES: u64 = 64 * 1024;

struct Laboratory {
    _folder: TempDir,
    content: Vec<u8>,
    path: std::path::PathBuf,
    runtime: Runtime,
    database: Database,
    asker: Asker,
}

static LABORATORY: LazyLock<Laboratory> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let path = folder.path().join("agent.db");
    make(&path);
    let limits = Limits { sql_deadline: Duration::from_secs(2), ..Limits::default() };
    let options = Options { memory_limit: 64 << 20, threads: 1, connections: 1, limits, ..Options::default() };
    Laboratory {
        content: std::fs::read(&path).expect("the database's file"),
        runtime: tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime"),
        database: Database::open_read_only(&path, options).expect("the database"),
        path,
        _folder: folder,
        asker: Asker::new(Bounds {
            time: Some(Duration::from_secs(1)),
            rows: MOST_ROWS,
            bytes: MOST_BYTES,
            tables: Selection::only(["otel_spans_local"]),
            services: Selection::only(["payments"]),
        }),
    }
});

fn make(path: &Path) {
    let connection = duckdb::Connection::open(path).expect("a new database");
    let tables = "
        CREATE TABLE otel_spans_local (
            trace_id VARCHAR, span_id VARCHAR, service_name VARCHAR, duration_ns BIGINT, is_error BOOLEAN,
            http_status INTEGER, http_method VARCHAR, http_route VARCHAR, start_time TIMESTAMP);
        CREATE TABLE system_metrics_local (
            timestamp TIMESTAMP, name VARCHAR, value DOUBLE, unit VARCHAR, metric_type VARCHAR, attributes VARCHAR);
        CREATE TABLE secrets (secret VARCHAR);
        CREATE VIEW open_secrets AS SELECT * FROM secrets;
        INSERT INTO otel_spans_local VALUES
            ('1', 'a', 'payments', 5, false, 200, 'GET', '/pay', '2026-01-01'),
            ('2', 'b', 'FORBIDDEN', 7, true, 500, 'GET', 'FORBIDDEN', '2026-01-01');
        INSERT INTO system_metrics_local VALUES ('2026-01-01', 'FORBIDDEN', 1, 'FORBIDDEN', 'gauge', 'FORBIDDEN');
        INSERT INTO secrets VALUES ('FORBIDDEN'), (lower('FORBIDDEN'));";
    connection.execute_batch(tables).expect("tables");
}

/// DuckDB works in a process of its own, which is this program started again. What it does there is not watched: libFuzzer
/// sees its answers, and the inputs that people wrote matter the more.
fn work_if_asked() {
    if std::env::args_os().nth(1).is_some_and(|argument| argument == "sql-worker") {
        coral_telemetry::answer_questions();
        std::process::exit(1);
    }
}

fuzz_target!(init: work_if_asked(), |input: &[u8]| {
    let Ok(input) = str::from_utf8(input) else { return };
    // What the text itself says, an answer may say too.
    let words = input.to_uppercase();
    if ["FORBID", "INTERNAL", "INVALIDATED"].iter().any(|word| words.contains(word)) {
        return;
    }
    let laboratory = &*LABORATORY;
    let query = SqlQuery { text: input.to_owned(), parameters: Vec::new(), limit: None };
    let ask = async { laboratory.database.ask_as(&laboratory.asker, Question::Sql(query)).await };
    let answer = laboratory.runtime.block_on(ask);
    match answer {
        Ok(Answer::Rows(rows)) => check(&rows),
        Ok(other) => panic!("{other:?} is no answer to SQL"),
        Err(error) => check_refusal(&error),
    }
    let content = std::fs::read(&laboratory.path).expect("the database's file");
    assert!(content == laboratory.content, "the database was written");
    let entries = std::fs::read_dir(laboratory.path.parent().expect("its folder")).expect("a folder");
    let names: BTreeSet<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(names.len(), 1, "files appeared: {names:?}");
});

fn check(rows: &ResultSet) {
    assert!(rows.row_count as u64 <= MOST_ROWS);
    for column in &rows.columns {
        assert_eq!(column.cells.len(), rows.row_count);
        if let Cells::Text(cells) | Cells::Json(cells) = &column.cells {
            assert!(cells.bytes.len() as u64 <= MOST_BYTES);
            for row in 0..rows.row_count {
                let text = cells.get(row).expect("a cell").to_uppercase();
                assert!(!text.contains(FORBIDDEN), "a row that is forbidden was seen");
            }
        }
    }
}

fn check_refusal(error: &AskError) {
    let text = error.to_string();
    assert!(!matches!(error, AskError::Unavailable(_) | AskError::Busy { .. }), "no worker is left: {text}");
    assert!(!text.to_uppercase().contains(FORBIDDEN), "a refusal tells of a row that is forbidden: {text}");
    // DuckDB that broke, and not the statement.
    assert!(!text.contains("INTERNAL Error") && !text.contains("database has been invalidated"), "{text}");
}
