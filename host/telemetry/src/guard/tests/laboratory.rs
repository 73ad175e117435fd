//! The guard over a database file made for one test, in the test's own process; must not know what is tested.

use coral_contract::{AskError, Cells, Column, ResultSet, Selection, SqlParameter};
use duckdb::Connection;
use tempfile::TempDir;

use crate::brake::Brake;
use crate::guard::{Access, Guard};
use crate::instance::Instance;
use crate::opening::Whose;
use crate::reading::Reading;
use crate::{Options, opening};

/// The two tables, as an agent has them, with the rows of the service `payments`, and what else an operator may have:
/// other tables, and views, macros and schemas that lead to them.
const OPERATORS: &str = "
    CREATE TABLE otel_spans_local (trace_id VARCHAR, service_name VARCHAR, duration_ns BIGINT, http_route VARCHAR);
    CREATE TABLE system_metrics_local (name VARCHAR, value DOUBLE);
    INSERT INTO otel_spans_local VALUES ('t1', 'payments', 10, '/pay'), ('t2', 'payments', 20, '/pay');
    INSERT INTO system_metrics_local VALUES ('cpu', 0.5);
    CREATE TABLE \"O'Hara \"\"x\"\"\" (\"Service_Name\" VARCHAR, note VARCHAR);
    INSERT INTO \"O'Hara \"\"x\"\"\" VALUES ('payments', 'mine');
    CREATE TABLE ledger (amount INTEGER, owner VARCHAR);
    CREATE VIEW slow AS SELECT * FROM otel_spans_local WHERE duration_ns > 15;
    CREATE VIEW routes AS SELECT http_route FROM otel_spans_local;
    CREATE MACRO biggest() AS (SELECT max(owner) FROM ledger);
    CREATE MACRO books() AS TABLE SELECT * FROM ledger;
    CREATE SCHEMA back;
    CREATE TABLE back.office (owner VARCHAR);
    CREATE SEQUENCE numbers;";

/// Rows that are not for `payments`.
const OF_OTHERS: &str = "
    INSERT INTO otel_spans_local VALUES ('t3', 'secret', 30, '/secret'), ('t4', NULL, 40, '/secret');
    INSERT INTO \"O'Hara \"\"x\"\"\" VALUES ('secret', 'secret');
    INSERT INTO ledger VALUES (7, 'secret');
    INSERT INTO back.office VALUES ('secret');";

/// A guard, and what it guards.
pub(super) struct Laboratory {
    _directory: TempDir,
    instance: Instance,
    connection: Connection,
    guard: Guard,
}

impl Laboratory {
    /// With the rows of others.
    pub(super) fn new() -> Self {
        Self::of(&format!("{OPERATORS}{OF_OTHERS}"))
    }

    /// The same without the rows of others.
    pub(super) fn without_others() -> Self {
        Self::of(OPERATORS)
    }

    fn of(sql: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("agent.duckdb");
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let instance = opening::read_only(&path, &Options::default(), Whose::Hosts).unwrap();
        let connection = instance.connect().unwrap();
        let guard = Guard::new(&connection, 64 * 1024).unwrap();
        Self { _directory: directory, instance, connection, guard }
    }

    /// Runs something in a transaction like that of a question.
    pub(super) fn in_transaction<T>(&self, work: impl FnOnce(&Guard, &Connection) -> T) -> T {
        self.connection.execute_batch("BEGIN TRANSACTION READ ONLY").unwrap();
        let result = work(&self.guard, &self.connection);
        self.connection.execute_batch("ROLLBACK").unwrap();
        result
    }

    /// Another connection to the same instance.
    pub(super) fn another(&self) -> Connection {
        self.instance.connect().unwrap()
    }

    /// What a statement is answered.
    pub(super) fn ask(&self, access: &Access, text: &str, parameters: &[SqlParameter]) -> Result<ResultSet, AskError> {
        let brake = Brake::default();
        self.in_transaction(|guard, connection| {
            let mut admitted = guard.admit(connection, text, access)?;
            Reading { rows: 1000, bytes: 1024 * 1024, brake: &brake }.read(&mut admitted, parameters)
        })
    }

    /// What a statement is refused with.
    pub(super) fn refusal(&self, access: &Access, text: &str) -> AskError {
        match self.ask(access, text, &[]) {
            Err(error) => error,
            Ok(rows) => panic!("{text}: {rows:?}"),
        }
    }
}

/// Someone from whom nothing is kept.
pub(super) fn anyone() -> Access {
    Access::default()
}

/// Someone who may read the spans, and a view of them.
pub(super) fn of_tables() -> Access {
    Access { tables: Selection::only(["OTEL_spans_local", "slow"]), services: Selection::Any }
}

/// Someone who sees the rows of one service.
pub(super) fn of_service() -> Access {
    Access { tables: Selection::Any, services: Selection::only(["payments"]) }
}

/// All that an answer says: the names of the columns, then the rows.
pub(super) fn words(rows: &ResultSet) -> String {
    let names: Vec<&str> = rows.columns.iter().map(|column| &*column.name).collect();
    [vec![names.join(" ")], row_texts(rows)].concat().join(" ")
}

/// The rows of an answer as texts.
pub(super) fn row_texts(rows: &ResultSet) -> Vec<String> {
    let cell = |column: &Column, row: usize| match &column.cells {
        _ if column.nulls.get(row) => "NULL".to_owned(),
        Cells::Text(cells) | Cells::Json(cells) => cells.get(row).unwrap().to_owned(),
        Cells::Int64(cells) | Cells::Timestamp(cells) => cells[row].to_string(),
        Cells::Double(cells) => cells[row].to_string(),
        Cells::Boolean(cells) => cells[row].to_string(),
    };
    let text = |row| rows.columns.iter().map(|column| cell(column, row)).collect::<Vec<_>>().join(" ");
    (0..rows.row_count).map(text).collect()
}
