//! Decides which SQL of a script may run; must not know who asks, or what becomes of the rows.
//!
//! The text is untrusted. What may run is
//!
//! - one statement, which DuckDB's own parser calls a SELECT: it begins with SELECT, WITH, FROM, VALUES, TABLE, a
//!   parenthesis, DESCRIBE, SHOW, SUMMARIZE, UNPIVOT, or PIVOT with its values listed. That leaves out PRAGMA, CALL,
//!   SET, COPY, ATTACH, EXPLAIN and all that writes, and it is decided before DuckDB has bound or run any of it;
//! - from tables, views, and the few table functions of [`TABLE_FUNCTIONS`]. Others reach files or change the
//!   instance: `enable_logging(...)` can be selected from, and leaves every later statement failing;
//! - no longer than the limit.
//!
//! It then runs on a read-only instance without external access and with its configuration locked, in a transaction
//! that can only read.

use coral_contract::AskError;
use duckdb::{Connection, Statement};

use crate::query_error;

/// The table functions that a script may name: they make rows out of their arguments or describe the tables.
const TABLE_FUNCTIONS: [&str; 10] = [
    "duckdb_columns",
    "duckdb_tables",
    "duckdb_views",
    "generate_series",
    "json_each",
    "json_tree",
    "range",
    "repeat",
    "repeat_row",
    "unnest",
];

/// Parses a text without binding it: how many statements, or why there are none, and the table functions they name.
/// In the tree, only a table function has a child `function` with a name.
const PARSE: &str = "
    SELECT json_array_length(tree, '$.statements'), tree->>'$.error_type', tree->>'$.error_message',
           array_to_string(tree->>'$..function.function_name', ' ')
    FROM (SELECT json_serialize_sql(?::VARCHAR) AS tree)";

/// Turns a script's text into a statement that may run, or into the reason why it may not.
pub(crate) struct Guard {
    /// Bytes of the longest text.
    pub(crate) longest: usize,
}

impl Guard {
    /// The statement of a text, if it may run. `Denied` says what is forbidden, `InvalidArgument` that it is too
    /// long or empty, `QueryFailed` what DuckDB finds wrong with it.
    pub(crate) fn admit<'connection>(
        &self,
        connection: &'connection Connection,
        text: &str,
    ) -> Result<Statement<'connection>, AskError> {
        if text.len() > self.longest {
            return Err(AskError::InvalidArgument(format!(
                "the SQL text has {} bytes, {} are allowed: pass values as parameters",
                text.len(),
                self.longest
            )));
        }
        if text.contains('\0') {
            return Err(AskError::InvalidArgument("the SQL text holds a NUL character: remove it".to_owned()));
        }
        let functions = parse(connection, text)?;
        match functions.split_whitespace().find(|name| !TABLE_FUNCTIONS.contains(name)) {
            Some(name) => Err(AskError::Denied(format!(
                "the table function {name} is not allowed: read from tables, or from {}",
                TABLE_FUNCTIONS.join(", ")
            ))),
            None => connection.prepare(text).map_err(|error| query_error::of_duckdb(&error)),
        }
    }
}

/// The table functions that a text names, in lower case and with spaces between, once it is clear that the text is one
/// SELECT.
fn parse(connection: &Connection, text: &str) -> Result<String, AskError> {
    type Parsed = (Option<i64>, Option<String>, Option<String>, Option<String>);
    // Prepared once a connection: that takes longer than parsing most texts.
    let (count, error_type, message, functions): Parsed = connection
        .prepare_cached(PARSE)
        .and_then(|mut parse| parse.query_row([text], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))))
        .map_err(|error| query_error::of_duckdb(&error))?;
    let message = message.unwrap_or_default();
    match count {
        Some(1) => Ok(functions.unwrap_or_default().to_lowercase()),
        Some(0) => Err(AskError::InvalidArgument("the SQL text holds no statement".to_owned())),
        Some(count) => Err(AskError::Denied(format!("the SQL text holds {count} statements: ask for each on its own"))),
        None if message.starts_with("Only SELECT statements") => Err(AskError::Denied(
            "only SELECT may run (also as WITH, FROM, VALUES, TABLE, DESCRIBE, SHOW or SUMMARIZE; a PIVOT must list \
             its values with IN)"
                .to_owned(),
        )),
        None => Err(AskError::QueryFailed(format!("{} error: {message}", error_type.unwrap_or_default()))),
    }
}
