//! The tables that the questions are answered from; must not know how the database was opened.

use std::collections::HashSet;

use crate::OpenError;
use crate::instance::Instance;

/// What must be there: tables or views, and the columns that the questions read.
const TABLES: [(&str, &[&str]); 2] = [
    (
        "otel_spans_local",
        &[
            "trace_id",
            "span_id",
            "service_name",
            "duration_ns",
            "is_error",
            "http_status",
            "http_method",
            "http_route",
            "start_time",
        ],
    ),
    ("system_metrics_local", &["timestamp", "name", "value"]),
];

/// Finds out whether the tables are there, with all columns that the questions read.
pub(crate) fn check(instance: &Instance) -> Result<(), OpenError> {
    // DuckDB's catalog tells what is missing, but takes ten times as long to say that nothing is.
    if is_complete(instance).unwrap_or(false) {
        return Ok(());
    }
    for (table, required) in TABLES {
        let present = columns(instance, table).map_err(|error| OpenError::of_duckdb(instance.path(), &error))?;
        let path = || instance.path().to_owned();
        if present.is_empty() {
            return Err(OpenError::MissingTable { path: path(), table: table.to_owned() });
        }
        let columns: Vec<String> =
            required.iter().filter(|name| !present.contains(**name)).map(|name| (*name).to_owned()).collect();
        if !columns.is_empty() {
            return Err(OpenError::MissingColumns { path: path(), table: table.to_owned(), columns });
        }
    }
    Ok(())
}

/// Whether all columns can be read, as far as can be seen without reading.
fn is_complete(instance: &Instance) -> Result<bool, duckdb::Error> {
    let connection = instance.connect()?;
    let is_readable = |(table, columns): &(&str, &[&str])| {
        let columns: Vec<String> = columns.iter().map(|column| format!("{table}.\"{column}\"")).collect();
        connection.prepare(&format!("SELECT {} FROM {table}", columns.join(", "))).is_ok()
    };
    Ok(TABLES.iter().all(is_readable))
}

/// The names of a table's or a view's columns, in lower case; none where it does not exist.
fn columns(instance: &Instance, table: &str) -> Result<HashSet<String>, duckdb::Error> {
    let connection = instance.connect()?;
    let mut statement = connection.prepare(
        "SELECT lower(column_name) FROM duckdb_columns()
         WHERE database_name = current_database() AND schema_name = 'main' AND lower(table_name) = ?",
    )?;
    let names = statement.query_map([table], |row| row.get(0))?;
    names.collect()
}
