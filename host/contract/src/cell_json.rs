//! Cells as JSON, the same wherever they are shown or sent; knows neither rows nor doors.

use serde::{Deserialize, Serialize};

use crate::{Cells, Column, timestamp_text};

/// The largest whole number below which every one is exact as a double: 2^53 - 1.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// How whole numbers are written that a double cannot hold exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WideIntegers {
    /// As numbers with all their digits: it is for the reader not to lose any.
    #[default]
    Number,
    /// As texts.
    Text,
}

impl Column {
    /// Appends a cell as JSON; one that is missing, which no column has, as null.
    pub fn write_json(&self, out: &mut Vec<u8>, index: usize, wide: WideIntegers) {
        if self.nulls.get(index) || write_value(out, &self.cells, index, wide).is_none() {
            out.extend_from_slice(b"null");
        }
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
fn append(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> Option<()> {
    serde_json::to_writer(out, value).ok()
}
