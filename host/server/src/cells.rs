//! The cells of a result set as JSON; must not know rows or routes.

use coral_contract::{Cells, Column, timestamp_text};
use serde_json::Value;

/// The largest whole number below which every one is exact as a double: 2^53 - 1.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// How whole numbers are written that a double cannot hold exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WideIntegers {
    /// As numbers with all their digits: it is for the reader not to lose any.
    #[default]
    Number,
    /// As texts.
    Text,
}

/// The name of a column's type, as answers give it.
pub(crate) fn type_name(cells: &Cells) -> &'static str {
    match cells {
        Cells::Int64(_) => "int64",
        Cells::Double(_) => "double",
        Cells::Boolean(_) => "boolean",
        Cells::Timestamp(_) => "timestamp",
        Cells::Text(_) => "text",
        Cells::Json(_) => "json",
    }
}

/// Writes one cell; one that is missing, which no column has, is written as null.
pub(crate) fn write(out: &mut Vec<u8>, column: &Column, index: usize, wide: WideIntegers) {
    if column.nulls.get(index) || write_value(out, &column.cells, index, wide).is_none() {
        out.extend_from_slice(b"null");
    }
}

fn write_value(out: &mut Vec<u8>, cells: &Cells, index: usize, wide: WideIntegers) -> Option<()> {
    match cells {
        Cells::Int64(cells) => {
            let value = *cells.get(index)?;
            let is_wide = value.unsigned_abs() > MAX_SAFE_INTEGER;
            if is_wide && wide == WideIntegers::Text { append(out, &value.to_string()) } else { append(out, &value) }
        }
        Cells::Double(cells) => {
            let value = *cells.get(index)?;
            match value {
                value if value.is_finite() => append(out, &value),
                value if value.is_nan() => append(out, "NaN"),
                value if value > 0.0 => append(out, "Infinity"),
                _ => append(out, "-Infinity"),
            }
        }
        Cells::Boolean(cells) => append(out, &(*cells.get(index)? != 0)),
        Cells::Timestamp(cells) => append(out, &timestamp_text(*cells.get(index)?)),
        Cells::Text(cells) => append(out, cells.get(index)?),
        // Its own text is JSON already.
        Cells::Json(cells) => {
            out.extend_from_slice(cells.get(index)?.as_bytes());
            Some(())
        }
    }
}

/// A value of these plain types always has a JSON form.
fn append(out: &mut Vec<u8>, value: &(impl serde::Serialize + ?Sized)) -> Option<()> {
    serde_json::to_writer(out, value).ok()
}

/// Appends a text as JSON.
pub(crate) fn append_text(out: &mut Vec<u8>, text: &str) {
    let _ = append(out, text);
}

fn json(column: &Column, index: usize) -> Vec<u8> {
    let mut text = Vec::new();
    write(&mut text, column, index, WideIntegers::Number);
    text
}

/// One cell as a value.
pub(crate) fn value(column: &Column, index: usize) -> Value {
    serde_json::from_slice(&json(column, index)).unwrap_or_default()
}

/// One cell as a plain text: a text itself, everything else as its JSON, and NULL as an empty one.
pub(crate) fn plain_text(column: &Column, index: usize) -> String {
    let text = json(column, index);
    match serde_json::from_slice(&text).unwrap_or_default() {
        Value::Null => String::new(),
        Value::String(text) => text,
        // Not out of the value: that may have rounded the number.
        _ => String::from_utf8_lossy(&text).into_owned(),
    }
}
