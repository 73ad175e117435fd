//! Single cells of an answer, as this program's own statements give them; must not know what they mean.

use coral_contract::{Cells, ResultSet};

/// The number in a cell; none where there is no such cell, or it is NULL or no number.
pub(crate) fn number(rows: &ResultSet, row: usize, column: usize) -> Option<f64> {
    let column = rows.columns.get(column)?;
    if column.nulls.get(row) {
        return None;
    }
    match &column.cells {
        Cells::Int64(cells) => cells.get(row).map(|value| *value as f64),
        Cells::Double(cells) => cells.get(row).copied(),
        _ => None,
    }
}

/// The text in a cell; none where there is no such cell, or it is NULL or no text.
pub(crate) fn text(rows: &ResultSet, row: usize, column: usize) -> Option<&str> {
    let column = rows.columns.get(column)?;
    match &column.cells {
        Cells::Text(cells) if !column.nulls.get(row) => cells.get(row),
        _ => None,
    }
}
