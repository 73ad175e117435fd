//! Rows as an array of JSON objects, a line each, their cells as `POST /db/query` gives them.

use std::io::{self, Write};

use coral_contract::{ResultSet, WideIntegers};

use crate::json_text::printable_json;

/// Writes rows. What a terminal would obey is an escape, which means the same.
pub(super) fn write(out: &mut impl Write, rows: &ResultSet) -> io::Result<()> {
    let names: Vec<String> =
        rows.columns.iter().map(|column| serde_json::Value::from(&*column.name).to_string()).collect();
    out.write_all(b"[")?;
    let mut line = Vec::new();
    for row in 0..rows.row_count {
        line.clear();
        line.extend_from_slice(if row == 0 { b"{" } else { b",\n{" });
        for (place, (column, name)) in rows.columns.iter().zip(&names).enumerate() {
            if place > 0 {
                line.push(b',');
            }
            line.extend_from_slice(name.as_bytes());
            line.push(b':');
            column.write_json(&mut line, row, WideIntegers::Number);
        }
        line.push(b'}');
        out.write_all(printable_json(&String::from_utf8_lossy(&line)).as_bytes())?;
    }
    out.write_all(b"]\n")
}
