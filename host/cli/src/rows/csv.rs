//! Rows as CSV: RFC 4180, with a header. NULL is an empty field, and an empty text is one in quotes, as PostgreSQL has it.

use std::io::{self, Write};

use coral_contract::ResultSet;
use coral_source::printable;

use super::cell_text;

/// Writes rows. For a terminal, what that would obey is replaced; elsewhere each text is exact.
pub(super) fn write(out: &mut impl Write, rows: &ResultSet, is_terminal: bool) -> io::Result<()> {
    let field = |out: &mut _, text: &str| write_field(out, &if is_terminal { printable(text) } else { text.into() });
    for (place, column) in rows.columns.iter().enumerate() {
        separate(out, place)?;
        field(out, &column.name)?;
    }
    out.write_all(b"\r\n")?;
    for row in 0..rows.row_count {
        for (place, column) in rows.columns.iter().enumerate() {
            separate(out, place)?;
            if let Some(text) = cell_text::of(column, row) {
                field(out, &text)?;
            }
        }
        out.write_all(b"\r\n")?;
    }
    Ok(())
}

fn separate(out: &mut impl Write, place: usize) -> io::Result<()> {
    if place > 0 { out.write_all(b",") } else { Ok(()) }
}

fn write_field(out: &mut impl Write, text: &str) -> io::Result<()> {
    let is_plain =
        !text.is_empty() && !text.starts_with(' ') && !text.ends_with(' ') && !text.contains([',', '"', '\r', '\n']);
    if is_plain {
        return out.write_all(text.as_bytes());
    }
    write!(out, "\"{}\"", text.replace('"', "\"\""))
}
