//! Which tables and views a script's SQL may name; must not know of which services it sees the rows.
//!
//! The rules hold whatever a name means where it stands: a name that could stand for something else than an allowed
//! table is refused, also where a query of the statement has that name.

use std::borrow::Cow;

use coral_contract::{AskError, Selection};

use super::access::Access;
use super::catalog::{Catalog, Relation};
use super::stand_in;
use super::syntax_tree::{SyntaxTree, TableName};

/// Views of DuckDB's own that tell of the host or of others who ask, whoever reads them.
const OF_THE_HOST: [&str; 6] = [
    "duckdb_databases",
    "duckdb_logs",
    "duckdb_secrets",
    "pg_prepared_statements",
    "pg_settings",
    "pragma_database_list",
];

/// The machine's own metrics: of no service, and of interest to each.
const OF_THE_MACHINE: &str = "system_metrics_local";

/// As many allowed tables as a refusal lists.
const LISTED: usize = 12;

/// Refuses a statement that names what may not be read.
pub(crate) fn check(tree: &SyntaxTree, catalog: &Catalog, access: &Access) -> Result<(), AskError> {
    for name in &tree.tables {
        let plain = name.table.to_ascii_lowercase();
        if OF_THE_HOST.contains(&&*plain) && !catalog.relations.contains_key(&plain) {
            return Err(AskError::Denied(format!(
                "the view {plain} is not allowed: it tells of the host: read duckdb_tables() or duckdb_columns()"
            )));
        }
    }
    // First, so that who may not read a table is not told whether there is one.
    if access.is_restricted() {
        Restricted { catalog, access }.check(tree)?;
    }
    match tree.tables.iter().find(|name| is_file(name, tree, catalog)) {
        Some(name) => Err(AskError::Denied(format!(
            "there is no table {}, and no file is read: read from a table or a view",
            full_name(name)
        ))),
        None => Ok(()),
    }
}

/// Whether DuckDB would take a name for that of a file, as it does where nothing else has the name. It puts a dot between the
/// parts of a name then.
fn is_file(name: &TableName, tree: &SyntaxTree, catalog: &Catalog) -> bool {
    let plain = name.table.to_ascii_lowercase();
    let is_query = name.schema.is_empty() && tree.queries.contains(&plain);
    !is_query && !catalog.knows(&plain) && full_name(name).contains('.')
}

fn full_name(name: &TableName) -> String {
    let parts = [&*name.catalog, &name.schema, &name.table];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}

/// Whether who asks may read a table or a view of the file: by its name, and by whether its rows can be told apart.
pub(crate) fn may_read(relation: &Relation, access: &Access) -> bool {
    let is_named = match &access.tables {
        Selection::Any => true,
        Selection::Only(names) => names.iter().any(|name| name.eq_ignore_ascii_case(&relation.name)),
    };
    is_named && (access.services == Selection::Any || tells_services(relation))
}

fn tells_services(relation: &Relation) -> bool {
    relation.service_column.is_some() || relation.name.eq_ignore_ascii_case(OF_THE_MACHINE)
}

/// A statement of someone who may not read everything.
struct Restricted<'guard> {
    catalog: &'guard Catalog,
    access: &'guard Access,
}

impl Restricted<'_> {
    fn check(&self, tree: &SyntaxTree) -> Result<(), AskError> {
        if tree.shows_catalog {
            return Err(AskError::Denied(format!(
                "SHOW without a table's name is not allowed: it lists more than this script may read: {}",
                self.allowed()
            )));
        }
        for query in &tree.queries {
            if self.catalog.knows(query) && !self.is_allowed(query) {
                return Err(AskError::Denied(format!(
                    "a WITH must not call its query {query}: there is a table or view of that name which may not be \
                     read: give the query another name"
                )));
            }
        }
        tree.tables.iter().try_for_each(|name| self.check_name(name, tree))
    }

    fn check_name(&self, name: &TableName, tree: &SyntaxTree) -> Result<(), AskError> {
        let plain = name.table.to_ascii_lowercase();
        if !name.catalog.is_empty() || !name.schema.is_empty() {
            return Err(AskError::Denied(format!(
                "the name {} is not allowed: write a table's name alone, without its schema: {}",
                full_name(name),
                self.allowed()
            )));
        }
        if self.is_allowed(&plain) || tree.queries.contains(&plain) {
            return Ok(());
        }
        let listed = match &self.access.tables {
            Selection::Any => true,
            Selection::Only(names) => names.iter().any(|allowed| allowed.eq_ignore_ascii_case(&plain)),
        };
        let of_no_service =
            self.catalog.relations.get(&plain).is_some_and(|relation| listed && !tells_services(relation));
        Err(AskError::Denied(if of_no_service {
            format!(
                "the table {} is not allowed: it does not say of which service its rows are, and this script sees the \
                 rows of {} only: {}",
                name.table,
                self.access.services,
                self.allowed()
            )
        } else {
            format!("the table {} is not allowed: {}", name.table, self.allowed())
        }))
    }

    /// Whether a name, in lower case, is that of a table or view of the file which may be read.
    fn is_allowed(&self, name: &str) -> bool {
        self.catalog.relations.get(name).is_some_and(|relation| may_read(relation, self.access))
    }

    /// What may be read, for a refusal.
    fn allowed(&self) -> String {
        let names: Vec<Cow<'_, str>> = self
            .catalog
            .relations
            .values()
            .filter(|relation| may_read(relation, self.access))
            .map(|relation| as_written(&relation.name))
            .collect();
        match names.len() {
            0 => "there is none that may be read".to_owned(),
            count if count > LISTED => format!("read from {} and {} more", names[..LISTED].join(", "), count - LISTED),
            _ => format!("read from {}", names.join(", ")),
        }
    }
}

/// A name as SQL has to spell it.
fn as_written(name: &str) -> Cow<'_, str> {
    let is_plain = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && !name.starts_with(|first: char| first.is_ascii_digit());
    if is_plain { Cow::Borrowed(name) } else { Cow::Owned(stand_in::quoted(name, '"')) }
}
