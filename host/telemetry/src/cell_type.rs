//! A column's SQL type with the types nested in it, as far as its cells need it: Arrow's own forget what a whole number
//! was. Must not know cells.

use coral_contract::AskError;
use duckdb::core::{LogicalTypeHandle, LogicalTypeId};

/// The most levels of lists, structs and maps, one within the other. Who reads a cell goes as deep, on a stack of its own.
const MAX_DEPTH: usize = 100;

/// A type, and those of what is in a value of it.
pub(crate) struct CellType {
    /// Which it is.
    pub(crate) id: LogicalTypeId,
    /// Of a list or array its items' type, of a map its keys' and its values', of a struct or union its members'.
    pub(crate) nested: Vec<CellType>,
}

impl CellType {
    /// The type of a column; `QueryFailed` where it has no form that a script could take.
    pub(crate) fn of_column(name: &str, logical: &LogicalTypeHandle) -> Result<Self, AskError> {
        Self::of(logical, 0).map_err(|obstacle| match obstacle {
            Obstacle::Type(id) => no_form(name, &format!("{id:?}").to_uppercase()),
            Obstacle::Depth => AskError::QueryFailed(format!(
                "column \"{name}\" is nested more than {MAX_DEPTH} levels deep: unnest it, or cast it to VARCHAR"
            )),
        })
    }

    fn of(logical: &LogicalTypeHandle, depth: usize) -> Result<Self, Obstacle> {
        use LogicalTypeId::*;
        let id = logical.id();
        if matches!(id, Invalid | Bit | TimeTZ | Any | Bignum | Geometry | Variant | Unsupported) {
            return Err(Obstacle::Type(id));
        }
        let children = logical.num_children();
        if children > 0 && depth == MAX_DEPTH {
            return Err(Obstacle::Depth);
        }
        let nested = (0..children).map(|index| Self::of(&logical.child(index), depth + 1)).collect::<Result<_, _>>()?;
        Ok(Self { id, nested })
    }
}

/// Why a type has no form here.
enum Obstacle {
    /// It, or one nested in it, arrives with less than its value: a time without its offset, bits in DuckDB's own layout.
    Type(LogicalTypeId),
    /// It is nested too deeply.
    Depth,
}

/// The error for a column of a type that no script could take.
pub(crate) fn no_form(column: &str, kind: &str) -> AskError {
    AskError::QueryFailed(format!(
        "column \"{column}\" is of the type {kind}, which has no form here: cast it, for example to VARCHAR"
    ))
}
