//! Decides which SQL of a script may run; must not know who asks, or what becomes of the rows.
//!
//! The text is untrusted. What may run is
//!
//! - no longer, and no more nested, than DuckDB parses and plans at little cost: see [`size`] and [`extent`];
//! - one statement, which DuckDB's own parser calls a SELECT: it begins with SELECT, WITH, FROM, VALUES, TABLE, a
//!   parenthesis, DESCRIBE, SHOW, SUMMARIZE, UNPIVOT, or PIVOT with its values listed. That leaves out PRAGMA, CALL,
//!   SET, COPY, ATTACH, EXPLAIN and all that writes, and it is decided before DuckDB has bound or run any of it;
//! - made of functions whose whole effect is their result, and of the few table functions that reach no file and
//!   change no setting: see [`function_rules`];
//! - from the tables and views that who asks may read: see [`table_rules`]. Of services that are kept from them they
//!   see no rows: see [`stand_in`].
//!
//! It then runs on a read-only instance without external access and with its configuration locked, in a transaction
//! that can only read.

use coral_contract::AskError;
use duckdb::{CachedStatement, Connection, Statement};

use crate::query_error;

mod access;
mod catalog;
mod extent;
mod function_rules;
mod json_reader;
mod query_tree;
mod size;
mod stand_in;
mod syntax_tree;
mod table_rules;
#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
mod tests;
mod token;

pub(crate) use access::Access;
use catalog::Catalog;
use function_rules::FunctionRules;
use syntax_tree::{NoTree, SyntaxTree};

/// Turns a script's text into a statement that may run, or into the reason why it may not.
pub(crate) struct Guard {
    /// Bytes of the longest text.
    longest: usize,
    functions: FunctionRules,
    catalog: Catalog,
}

/// A statement that may run. Nothing but the guard and this program's own texts make one.
pub(crate) struct Admitted<'connection>(Prepared<'connection>);

enum Prepared<'connection> {
    Ours(CachedStatement<'connection>),
    OfScript(Statement<'connection>),
}

impl<'connection> Admitted<'connection> {
    /// A statement of this program's own, which no script had a part in. It is prepared once a connection.
    pub(crate) fn ours(connection: &'connection Connection, text: &'static str) -> Result<Self, AskError> {
        let prepared = connection.prepare_cached(text).map_err(|error| query_error::of_duckdb(&error))?;
        Ok(Self(Prepared::Ours(prepared)))
    }

    /// The statement, to be run.
    pub(crate) fn statement(&mut self) -> &mut Statement<'connection> {
        match &mut self.0 {
            Prepared::Ours(statement) => statement,
            Prepared::OfScript(statement) => statement,
        }
    }
}

impl Guard {
    /// A guard for the instance of a connection, and for texts of at most `longest` bytes. It learns what functions,
    /// tables and views there are, and holds for as long as these stay the same.
    pub(crate) fn new(connection: &Connection, longest: usize) -> Result<Self, AskError> {
        Ok(Self { longest, functions: FunctionRules::learn(connection)?, catalog: Catalog::learn(connection)? })
    }

    /// The statement of a text, if it may run. `Denied` says what is forbidden, `InvalidArgument` that it is too
    /// long or empty, `QueryFailed` what DuckDB finds wrong with it.
    ///
    /// It must be called in the transaction in which the statement runs, and which is rolled back after that.
    pub(crate) fn admit<'connection>(
        &self,
        connection: &'connection Connection,
        text: &str,
        access: &Access,
    ) -> Result<Admitted<'connection>, AskError> {
        size::check(text, self.longest)?;
        let tree = self.parse(connection, text)?;
        let restricted = access.is_restricted();
        extent::check(&tree.query_tree)?;
        tree.table_functions.iter().try_for_each(|name| FunctionRules::check_table_function(name, restricted))?;
        tree.functions.iter().try_for_each(|name| self.functions.check(name, restricted))?;
        table_rules::check(&tree, &self.catalog, access)?;
        stand_in::put(connection, &self.catalog, access, &tree.tables)?;
        let prepared = connection.prepare(text).map(|statement| Admitted(Prepared::OfScript(statement)));
        prepared.map_err(|error| {
            let error = query_error::of_duckdb(&error);
            if restricted { query_error::without_suggestions(error) } else { error }
        })
    }

    /// The syntax of a text, once it is clear that it is one SELECT.
    fn parse(&self, connection: &Connection, text: &str) -> Result<SyntaxTree, AskError> {
        // Prepared once a connection: that takes longer than parsing most texts.
        let json: String = connection
            .prepare_cached("SELECT json_serialize_sql(?::VARCHAR)")
            .and_then(|mut parse| parse.query_row([text], |row| row.get(0)))
            .map_err(|error| query_error::of_duckdb(&error))?;
        match SyntaxTree::read(&json, |name| self.functions.is_macro(name)) {
            Ok(tree) if tree.statements == 1 => Ok(tree),
            Ok(tree) if tree.statements == 0 => {
                Err(AskError::InvalidArgument("the SQL text holds no statement".to_owned()))
            }
            Ok(tree) => Err(AskError::Denied(format!(
                "the SQL text holds {} statements: ask for each on its own",
                tree.statements
            ))),
            Err(NoTree::Refused { message, .. }) if message.starts_with("Only SELECT statements") => {
                Err(AskError::Denied(
                    "only SELECT may run (also as WITH, FROM, VALUES, TABLE, DESCRIBE, SHOW or SUMMARIZE; a PIVOT must \
                     list its values with IN)"
                        .to_owned(),
                ))
            }
            Err(NoTree::Refused { kind, message }) => Err(AskError::QueryFailed(format!("{kind} error: {message}"))),
            Err(NoTree::Garbled) => Err(AskError::QueryFailed("DuckDB's syntax tree cannot be read".to_owned())),
        }
    }
}
