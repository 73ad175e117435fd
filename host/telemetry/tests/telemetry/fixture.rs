//! A database file made for one test, and ways to ask it; must not know what is tested.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use coral_contract::{Answer, AskError, Cells, Question, ResultSet, SqlParameter, SqlQuery, Telemetry};
use coral_telemetry::{Options, WorkerProgram};
use tempfile::TempDir;

/// The two tables, as an agent has them.
pub const SCHEMA: &str = "
    CREATE TABLE otel_spans_local (
        trace_id VARCHAR, span_id VARCHAR, service_name VARCHAR, duration_ns BIGINT, is_error BOOLEAN,
        http_status INTEGER, http_method VARCHAR, http_route VARCHAR, start_time TIMESTAMP DEFAULT now());
    CREATE TABLE system_metrics_local (
        timestamp TIMESTAMP DEFAULT now(), name VARCHAR, value DOUBLE, unit VARCHAR, metric_type VARCHAR,
        attributes VARCHAR);";

/// An open database, whose file is there for as long as it is asked: a worker opens it when it is first needed.
pub struct Database {
    open: coral_telemetry::Database,
    _directory: Arc<TempDir>,
}

impl Deref for Database {
    type Target = coral_telemetry::Database;

    fn deref(&self) -> &Self::Target {
        &self.open
    }
}

/// A directory with one database file in it.
pub struct Fixture {
    directory: Arc<TempDir>,
    pub path: PathBuf,
}

impl Fixture {
    /// A directory without the file.
    pub fn empty() -> Self {
        let directory = Arc::new(tempfile::tempdir().unwrap());
        let path = directory.path().join("test.duckdb");
        Self { directory, path }
    }

    /// A file that some SQL made.
    pub fn of(sql: &str) -> Self {
        let fixture = Self::empty();
        let connection = duckdb::Connection::open(&fixture.path).unwrap();
        connection.execute_batch(sql).unwrap();
        fixture
    }

    /// A file with the two tables, and what some SQL did after that.
    pub fn with_tables(sql: &str) -> Self {
        Self::of(&format!("{SCHEMA}{sql}"))
    }

    /// The file, opened.
    pub fn database(&self) -> Database {
        self.database_with(Options::default())
    }

    /// The file, opened with options. Where they name no worker, the crate's own is taken.
    pub fn database_with(&self, mut options: Options) -> Database {
        if options.workers.program == WorkerProgram::default() {
            options.workers.program = worker();
        }
        let open = coral_telemetry::Database::open_read_only(&self.path, options).unwrap();
        Database { open, _directory: Arc::clone(&self.directory) }
    }
}

/// The crate's own worker.
pub fn worker() -> WorkerProgram {
    WorkerProgram { path: env!("CARGO_BIN_EXE_coral-sql-worker").into(), arguments: Vec::new() }
}

/// A question in SQL.
pub fn sql(text: &str, parameters: &[SqlParameter]) -> Question {
    Question::Sql(SqlQuery { text: text.to_owned(), parameters: parameters.to_vec(), limit: None })
}

/// The rows of a question that is answered by rows.
pub async fn rows_of(database: &coral_telemetry::Database, question: Question) -> ResultSet {
    match database.ask(question).await {
        Ok(Answer::Rows(rows)) => rows,
        other => panic!("not answered by rows: {other:?}"),
    }
}

/// The rows of a SELECT.
pub async fn rows(database: &coral_telemetry::Database, text: &str) -> ResultSet {
    rows_of(database, sql(text, &[])).await
}

/// Why a SELECT is not answered.
pub async fn refusal(database: &coral_telemetry::Database, text: &str) -> AskError {
    database.ask(sql(text, &[])).await.expect_err(text)
}

/// The texts of a column, with none for NULL.
pub fn texts(rows: &ResultSet, column: usize) -> Vec<Option<String>> {
    let column = &rows.columns[column];
    let (Cells::Text(cells) | Cells::Json(cells)) = &column.cells else { panic!("no text: {column:?}") };
    (0..cells.len()).map(|row| (!column.nulls.get(row)).then(|| cells.get(row).unwrap().to_owned())).collect()
}

/// The whole numbers of a column, with none for NULL.
pub fn integers(rows: &ResultSet, column: usize) -> Vec<Option<i64>> {
    let column = &rows.columns[column];
    let Cells::Int64(cells) = &column.cells else { panic!("no whole numbers: {column:?}") };
    cells.iter().enumerate().map(|(row, value)| (!column.nulls.get(row)).then_some(*value)).collect()
}
