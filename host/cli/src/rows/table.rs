//! Draws a grid: columns beside each other, or below each other where that is too wide. Must not know what is in it.

use std::io::{self, Write};

use comfy_table::{CellAlignment, Table, TableComponent};
use unicode_width::UnicodeWidthStr;

use super::grid::Grid;

/// Writes a grid with its columns beside each other, or in one column a line where that is wider than `width`. Whether
/// cells were cut off.
pub(super) fn write(out: &mut impl Write, mut grid: Grid, width: Option<usize>) -> io::Result<bool> {
    if let Some(width) = width
        && width_of(&grid) > width
    {
        return write_below_each_other(out, &grid, width).map(|()| false);
    }
    let is_cut = grid.cut();
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::NOTHING);
    table.set_style(TableComponent::VerticalLines, '|');
    table.set_style(TableComponent::HeaderLines, '-');
    table.set_style(TableComponent::MiddleHeaderIntersections, '+');
    table.set_header(grid.columns.iter().map(|column| column.name.as_str()));
    table.add_rows(grid.rows);
    for (column, head) in table.column_iter_mut().zip(&grid.columns) {
        column.set_cell_alignment(if head.is_number { CellAlignment::Right } else { CellAlignment::Left });
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(is_cut)
}

/// The columns of a terminal that a grid takes, up to the end of its last cells.
fn width_of(grid: &Grid) -> usize {
    let widths = grid.columns.iter().enumerate().map(|(place, column)| {
        let cells = grid.rows.iter().filter_map(|row| row.get(place)).map(|text| text.width());
        cells.fold(column.name.width(), usize::max)
    });
    // A space on either side of each, a line between two, and nothing behind the last.
    widths.map(|width| width + 3).sum::<usize>().saturating_sub(2)
}

fn write_below_each_other(out: &mut impl Write, grid: &Grid, width: usize) -> io::Result<()> {
    let longest = grid.columns.iter().map(|column| column.name.width()).max().unwrap_or_default();
    for (index, row) in grid.rows.iter().enumerate() {
        let head = format!("-[ row {} ]", index + 1);
        writeln!(out, "{head}{}", "-".repeat(width.saturating_sub(head.len() + 1)))?;
        for (column, cell) in grid.columns.iter().zip(row) {
            let padding = " ".repeat(longest - column.name.width());
            writeln!(out, "{}{padding} | {cell}", column.name)?;
        }
    }
    Ok(())
}
