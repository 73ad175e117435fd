//! Which functions a script's SQL may call; must not know where in a statement a call stands.
//!
//! What DuckDB calls volatile is refused but for a few: it disturbs others, tells of them, or waits. Besides that, what
//! tells of the host or of its settings is refused, what takes SQL or an inner form of DuckDB's as a value, and what
//! reads the catalog in disguise. A database's own macros are its operator's: they may be called where nothing is kept
//! from who asks.

use std::collections::HashMap;

use coral_contract::AskError;
use duckdb::Connection;

use crate::query_error;

/// The table functions that a script may name: they make rows out of their arguments.
const TABLE_FUNCTIONS: [&str; 7] =
    ["generate_series", "json_each", "json_tree", "range", "repeat", "repeat_row", "unnest"];

/// The table functions that describe the tables: for those from whom nothing is kept.
const CATALOG_FUNCTIONS: [&str; 3] = ["duckdb_columns", "duckdb_tables", "duckdb_views"];

/// Volatile, and harmless: each draws from its own connection or fails its own query.
const VOLATILE: [&str; 6] = ["error", "gen_random_uuid", "random", "uuid", "uuidv4", "uuidv7"];

/// Refused though not volatile, or for a better reason than that, and what to do in its place.
const REFUSED: [(&str, &str); 27] = [
    ("combine", "it takes an aggregate's inner state as it is given: aggregate the rows themselves"),
    ("current_connection_id", "it tells of others who ask"),
    ("current_query", "it tells of others who ask"),
    ("current_query_id", "it tells of others who ask"),
    ("current_setting", "it tells of the host"),
    ("current_transaction_id", "it tells of others who ask"),
    ("currval", "it tells of others who ask: number rows with row_number()"),
    ("finalize", "it takes an aggregate's inner state as it is given: aggregate the rows themselves"),
    ("format_type", "it reads the catalog: use typeof()"),
    ("get_block_size", "it tells of the host"),
    ("getenv", "it tells of the host"),
    ("getvariable", "there are no variables: pass values as parameters"),
    ("json_deserialize_sql", "it takes SQL as a value: ask that SQL as a question of its own"),
    ("json_execute_serialized_sql", "it takes SQL as a value: ask that SQL as a question of its own"),
    ("json_serialize_plan", "it takes SQL as a value: ask that SQL as a question of its own"),
    ("json_serialize_sql", "it takes SQL as a value: ask that SQL as a question of its own"),
    ("nextval", "it writes: number rows with row_number()"),
    ("parse_duckdb_log_message", "there is no log to read"),
    ("pg_get_constraintdef", "it reads the catalog: use duckdb_columns()"),
    ("pg_get_viewdef", "it reads the catalog: use duckdb_views()"),
    ("pg_sleep", "it holds up others: wait in the script"),
    ("setseed", "it changes what random() gives: draw in the script"),
    ("sleep_ms", "it holds up others: wait in the script"),
    ("stats", "it tells of rows that are not read: use min(), max() and count()"),
    ("txid_current", "it tells of others who ask"),
    ("variant_bytes_to_variant", "it takes an inner form of values as it is given: cast to VARIANT"),
    ("write_log", "it writes: use console.log in the script"),
];

/// What DuckDB says a function is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Volatile,
    Macro,
    /// A macro that the database's file has.
    OwnMacro,
}

/// The functions there are, and what may be done with them.
#[derive(Debug)]
pub(crate) struct FunctionRules {
    kinds: HashMap<String, Kind>,
}

impl FunctionRules {
    /// The rules for the functions that an instance has.
    pub(crate) fn learn(connection: &Connection) -> Result<Self, AskError> {
        // The weightiest kind of a name comes last, and counts.
        const FUNCTIONS: &str = "
            SELECT DISTINCT lower(function_name), CASE
                WHEN function_type IN ('macro', 'table_macro') THEN CASE WHEN internal THEN 2 ELSE 3 END
                WHEN has_side_effects OR stability = 'VOLATILE' THEN 1 ELSE 0 END AS kind
            FROM duckdb_functions() WHERE function_type NOT IN ('pragma', 'table') ORDER BY kind";
        let learn = || -> Result<HashMap<String, Kind>, duckdb::Error> {
            let mut statement = connection.prepare(FUNCTIONS)?;
            let kinds = statement.query_map([], |row| {
                let kind = match row.get(1)? {
                    0 => Kind::Plain,
                    2 => Kind::Macro,
                    3 => Kind::OwnMacro,
                    _ => Kind::Volatile,
                };
                Ok((row.get(0)?, kind))
            })?;
            kinds.collect()
        };
        learn().map(|kinds| Self { kinds }).map_err(|error| query_error::of_duckdb(&error))
    }

    /// Whether a call stands for an expression that DuckDB puts in its place.
    pub(crate) fn is_macro(&self, name: &str) -> bool {
        matches!(self.kinds.get(name), Some(Kind::Macro | Kind::OwnMacro))
    }

    /// Refuses a call of a function, an aggregate or a macro. `restricted` is who is not to see all of the database.
    pub(crate) fn check(&self, name: &str, restricted: bool) -> Result<(), AskError> {
        let refused = |why: &str| Err(AskError::Denied(format!("the function {name} is not allowed: {why}")));
        if let Some((_, why)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            return refused(why);
        }
        if name.starts_with("__internal") {
            return refused("it is DuckDB's own");
        }
        match self.kinds.get(name) {
            Some(Kind::Volatile) if !VOLATILE.contains(&name) => refused("what it does is not only its result"),
            Some(Kind::OwnMacro) if restricted => {
                refused("the database's macros may read what is kept from this script: write out what it does")
            }
            _ => Ok(()),
        }
    }

    /// Refuses to read from a function.
    pub(crate) fn check_table_function(name: &str, restricted: bool) -> Result<(), AskError> {
        let describes = CATALOG_FUNCTIONS.contains(&name);
        if TABLE_FUNCTIONS.contains(&name) || (describes && !restricted) {
            return Ok(());
        }
        let allowed = if restricted { Vec::new() } else { CATALOG_FUNCTIONS.to_vec() };
        Err(AskError::Denied(format!(
            "the table function {name} is not allowed: read from tables, or from {}{}",
            [allowed, TABLE_FUNCTIONS.to_vec()].concat().join(", "),
            if describes { "; to see a table's columns, DESCRIBE it" } else { "" }
        )))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let connection = Connection::open_in_memory().unwrap();
        let mut statement = connection.prepare(text).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn each_volatile_function_is_judged() {
        let rules = FunctionRules::learn(&Connection::open_in_memory().unwrap()).unwrap();
        let volatile = names("SELECT DISTINCT function_name FROM duckdb_functions() WHERE has_side_effects ORDER BY 1");
        assert!(volatile.len() > VOLATILE.len());
        for name in volatile {
            let judged = VOLATILE.contains(&&*name) || REFUSED.iter().any(|(refused, _)| *refused == name);
            assert!(judged, "{name} is new: judge it");
            assert_eq!(rules.check(&name, false).is_ok(), VOLATILE.contains(&&*name), "{name}");
        }
    }

    #[test]
    fn no_macro_hides_what_is_refused() {
        let rules = FunctionRules::learn(&Connection::open_in_memory().unwrap()).unwrap();
        let bodies = "
            SELECT function_name || chr(10) || lower(macro_definition) FROM duckdb_functions()
            WHERE function_type = 'macro' AND internal ORDER BY 1";
        for text in names(bodies) {
            let (name, body) = text.split_once('\n').unwrap();
            let hides = REFUSED.iter().any(|(refused, _)| body.contains(&format!("{refused}(")));
            if hides || body.contains("select") {
                assert!(rules.check(name, false).is_err(), "{name} is new: judge {body}");
            }
        }
    }
}
