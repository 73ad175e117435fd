//! Rows as a person reads them, every cell in one line that no terminal obeys; must not know how lines are drawn.

use std::fmt::Write;

use coral_contract::{Cells, ResultSet};
use coral_source::is_unsafe;

use super::cell_text;

/// Characters of a cell that a table shows: the other cells of its column are as wide, however many rows there are.
pub const LONGEST_CELL: usize = 300;

/// What a table shows of a cell that is NULL.
const NULL: &str = "NULL";

/// A column's head and where its cells stand.
pub struct GridColumn {
    /// Its name.
    pub name: String,
    /// Whether its cells stand on the right, as numbers do.
    pub is_number: bool,
}

/// Heads and cells of a table.
pub struct Grid {
    pub(super) columns: Vec<GridColumn>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid of texts; each row has as many as there are columns.
    pub fn new(columns: Vec<GridColumn>, rows: &[Vec<String>]) -> Self {
        let columns = columns.into_iter().map(|column| GridColumn { name: shown(&column.name), ..column }).collect();
        Self { columns, rows: rows.iter().map(|row| row.iter().map(|text| shown(text)).collect()).collect() }
    }

    /// The cells of an answer.
    pub fn of(rows: &ResultSet) -> Self {
        let columns = rows.columns.iter().map(|column| GridColumn {
            name: shown(&column.name),
            is_number: matches!(column.cells, Cells::Int64(_) | Cells::Double(_)),
        });
        let cells = |row| -> Vec<String> {
            let cell = |column| cell_text::of(column, row).map_or_else(|| NULL.to_owned(), |text| shown(&text));
            rows.columns.iter().map(cell).collect()
        };
        Self { columns: columns.collect(), rows: (0..rows.row_count).map(cells).collect() }
    }

    /// Cuts off what is beyond [`LONGEST_CELL`]; whether there was such a cell.
    pub(super) fn cut(&mut self) -> bool {
        let names = self.columns.iter_mut().map(|column| &mut column.name);
        let mut is_cut = false;
        for text in names.chain(self.rows.iter_mut().flatten()) {
            if let Some((end, _)) = text.char_indices().nth(LONGEST_CELL) {
                text.truncate(end);
                text.push('…');
                is_cut = true;
            }
        }
        is_cut
    }
}

/// A text in one line, with escapes as JSON has them for what a terminal would obey.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            // All of them have four digits at most. Writing to a string does not fail.
            character if is_unsafe(character) => drop(write!(shown, "\\u{:04x}", u32::from(character))),
            character => shown.push(character),
        }
    }
    shown
}
