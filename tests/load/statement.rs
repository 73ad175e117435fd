//! What DuckDB is asked without a server, held against what the server asks; must not know how it is measured.

use duckdb::types::Value;
use duckdb::{Connection, params_from_iter};

/// Where the server's own statements come from.
const STATEMENTS: &str = include_str!("../../host/telemetry/src/inquiry.rs");

/// A percentile of the durations of a service's spans: which one, the service, and the begin in microseconds.
pub const PERCENTILE: &str = "
    SELECT quantile_cont(duration_ns, $1::DOUBLE) FROM otel_spans_local
    WHERE service_name = $2 AND start_time > make_timestamp($3::BIGINT)";

/// A statement and its parameters.
#[derive(Clone)]
pub struct Statement {
    pub sql: &'static str,
    pub parameters: Vec<Value>,
}

impl Statement {
    /// Prepares it for this once, runs it and reads its rows.
    pub fn ask(&self, connection: &Connection) {
        self.read(&mut connection.prepare(self.sql).unwrap());
    }

    /// Runs it, which was prepared before, and reads its rows.
    pub fn read(&self, statement: &mut duckdb::Statement<'_>) {
        let chunks = statement.query_arrow(params_from_iter(&self.parameters)).unwrap();
        std::hint::black_box(chunks.map(|chunk| chunk.num_rows()).sum::<usize>());
    }
}

/// A statement that must be one of the server's own, word for word.
pub fn ours(sql: &'static str) -> &'static str {
    assert!(STATEMENTS.contains(sql), "the server asks in other words than{sql}");
    sql
}
