//! Names and cells of a result set as answers hold them; must not know rows or routes.

use coral_contract::{Column, WideIntegers};
use serde_json::Value;

/// Appends a text as JSON.
pub(crate) fn append_text(out: &mut Vec<u8>, text: &str) {
    // A text always has a JSON form.
    let _ = serde_json::to_writer(out, text);
}

fn json(column: &Column, index: usize) -> Vec<u8> {
    let mut text = Vec::new();
    column.write_json(&mut text, index, WideIntegers::Number);
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
