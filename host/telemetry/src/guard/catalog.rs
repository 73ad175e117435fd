//! The tables and views of a database's file, as the guard has to know them; must not know who may read which.

use std::collections::{BTreeMap, HashSet};

use coral_contract::AskError;
use duckdb::Connection;

use crate::query_error;

/// What is in a file's main schema, and every other name that SQL can find without saying where.
#[derive(Debug)]
pub(crate) struct Catalog {
    /// The database, as its tables' full names spell it.
    pub(crate) database: String,
    /// The tables and views of the file's main schema, by their names in lower case, where each is once:
    /// DuckDB takes only ASCII's letters for the same in both cases.
    pub(crate) relations: BTreeMap<String, Relation>,
    /// The tables and views of the file's other schemas and of DuckDB itself, in lower case.
    others: HashSet<String>,
}

/// A table or a view.
#[derive(Debug)]
pub(crate) struct Relation {
    /// Its name, as it was created.
    pub(crate) name: String,
    /// The column that says of which service a row is, as it was created.
    pub(crate) service_column: Option<String>,
    /// Whether it is a view.
    pub(crate) is_view: bool,
}

impl Catalog {
    /// Reads the catalog of an instance.
    pub(crate) fn learn(connection: &Connection) -> Result<Self, AskError> {
        const RELATIONS: &str = "
            WITH relations AS (
                SELECT database_name, schema_name, table_name AS name, false AS is_view FROM duckdb_tables()
                UNION ALL SELECT database_name, schema_name, view_name, true FROM duckdb_views())
            SELECT name, database_name = current_database() AND schema_name = 'main', (
                SELECT any_value(column_name) FROM duckdb_columns() AS of_it
                WHERE of_it.database_name = relations.database_name AND of_it.schema_name = relations.schema_name
                  AND of_it.table_name = relations.name AND lower(column_name) = 'service_name'),
                is_view
            FROM relations";
        let learn = || -> Result<Self, duckdb::Error> {
            let database = connection.query_row("SELECT current_database()", [], |row| row.get(0))?;
            let mut catalog = Self { database, relations: BTreeMap::new(), others: HashSet::new() };
            let mut statement = connection.prepare(RELATIONS)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let name: String = row.get(0)?;
                if row.get(1)? {
                    let relation = Relation { name: name.clone(), service_column: row.get(2)?, is_view: row.get(3)? };
                    catalog.relations.insert(name.to_ascii_lowercase(), relation);
                } else {
                    catalog.others.insert(name.to_ascii_lowercase());
                }
            }
            Ok(catalog)
        };
        learn().map_err(|error| query_error::of_duckdb(&error))
    }

    /// Whether a name, in lower case, is that of something, wherever it is.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.relations.contains_key(name) || self.others.contains(name)
    }
}
