//! A cell as plain text, with nothing lost; must not know a format.

use std::borrow::Cow;

use coral_contract::{Cells, Column, WideIntegers, timestamp_text};

/// The text of a cell; none for NULL.
pub(super) fn of(column: &Column, index: usize) -> Option<Cow<'_, str>> {
    if column.nulls.get(index) {
        return None;
    }
    Some(match &column.cells {
        Cells::Text(cells) | Cells::Json(cells) => Cow::Borrowed(cells.get(index)?),
        Cells::Timestamp(cells) => Cow::Owned(timestamp_text(*cells.get(index)?)),
        Cells::Double(cells) if !cells.get(index)?.is_finite() => match *cells.get(index)? {
            value if value.is_nan() => Cow::Borrowed("NaN"),
            value if value > 0.0 => Cow::Borrowed("Infinity"),
            _ => Cow::Borrowed("-Infinity"),
        },
        Cells::Int64(_) | Cells::Double(_) | Cells::Boolean(_) => {
            let mut text = Vec::new();
            column.write_json(&mut text, index, WideIntegers::Number);
            Cow::Owned(String::from_utf8_lossy(&text).into_owned())
        }
    })
}
