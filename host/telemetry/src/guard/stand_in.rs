//! Views that stand in for a file's tables while one statement runs; must not know what it asks of them.
//!
//! Each shows the rows of some services only. They belong to the connection, take precedence over the file's own names,
//! for the file's views too, and are gone with the transaction: so it is DuckDB's own resolver that keeps the rows of
//! others from a statement, whatever it says.

use std::collections::BTreeSet;

use coral_contract::{AskError, Selection};
use duckdb::Connection;

use super::access::Access;
use super::catalog::{Catalog, Relation};
use super::syntax_tree::TableName;
use super::table_rules;
use crate::query_error;

/// Puts views in the place of the file's tables, and of its views that a statement names, which may be read but not all
/// of their rows. Of a view that is not named nothing is made: what it reads may be gone.
pub(super) fn put(
    connection: &Connection,
    catalog: &Catalog,
    access: &Access,
    named: &[TableName],
) -> Result<(), AskError> {
    let Selection::Only(services) = &access.services else { return Ok(()) };
    let views: String = catalog
        .relations
        .iter()
        .filter(|(key, relation)| !relation.is_view || named.iter().any(|name| name.table.eq_ignore_ascii_case(key)))
        .filter(|(_, relation)| table_rules::may_read(relation, access))
        .filter_map(|(_, relation)| stand_in(relation, &catalog.database, services))
        .collect();
    connection.execute_batch(&views).map_err(|error| query_error::without_suggestions(query_error::of_duckdb(&error)))
}

/// What makes the view that stands in for a table or view; none where its rows are of no service.
fn stand_in(relation: &Relation, database: &str, services: &BTreeSet<String>) -> Option<String> {
    let column = quoted(relation.service_column.as_ref()?, '"');
    let name = quoted(&relation.name, '"');
    let full = format!("{}.main.{name}", quoted(database, '"'));
    let condition = if services.is_empty() {
        "false".to_owned()
    } else {
        let services: Vec<String> = services.iter().map(|service| quoted(service, '\'')).collect();
        format!("{column} IN ({})", services.join(", "))
    };
    // The limit is never reached. It keeps a script's own conditions above this one: below it they would be asked of
    // rows of other services, and could tell of them by failing.
    Some(format!("CREATE TEMP VIEW {name} AS SELECT * FROM {full} WHERE {condition} LIMIT {};", i64::MAX))
}

/// A text as SQL quotes it.
pub(super) fn quoted(text: &str, mark: char) -> String {
    format!("{mark}{}{mark}", text.replace(mark, &format!("{mark}{mark}")))
}
