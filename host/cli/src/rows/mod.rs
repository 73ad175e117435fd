//! Rows as a verb prints them: tables, JSON, CSV. Must not know what was asked.

mod cell_text;
mod csv;
mod grid;
mod json;
mod printer;
mod table;

pub use grid::{Grid, GridColumn, LONGEST_CELL};
pub use printer::{print_grid, print_rows};
