//! A manifest as text: JSON of which each manifest has exactly one.

use serde::Deserialize;
use serde_json::Value;

use crate::bundle_error::Problem;
use crate::{FORMAT, Manifest};

/// The most bytes of a manifest.
pub const LARGEST_MANIFEST: u64 = 4 << 20;

/// The text of a manifest.
pub fn write(manifest: &Manifest) -> Result<Vec<u8>, Problem> {
    let mut text = serde_json::to_vec_pretty(manifest).map_err(|error| Problem::Manifest(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}

/// Reads a manifest. A text that could be read in two ways, such as one that says a thing twice, is none.
pub fn read(text: &[u8]) -> Result<Manifest, Problem> {
    /// What manifests of every format have.
    #[derive(Deserialize)]
    struct AnyFormat {
        format: u64,
    }
    let invalid = |error: serde_json::Error| Problem::Manifest(error.to_string());
    let AnyFormat { format } = serde_json::from_slice(text).map_err(invalid)?;
    if format != u64::from(FORMAT) {
        return Err(Problem::Format { found: format, known: FORMAT });
    }
    let value: Value = serde_json::from_slice(text).map_err(invalid)?;
    if let Some(text) = unprintable(&value) {
        return Err(Problem::Manifest(format!("{text:?} has a character that terminals obey")));
    }
    let manifest: Manifest = serde_json::from_slice(text).map_err(invalid)?;
    if write(&manifest)? != text {
        return Err(Problem::Manifest("it is not written as coral-wasm bundle writes it".to_owned()));
    }
    Ok(manifest)
}

/// A text in it that holds a control character.
fn unprintable(value: &Value) -> Option<&str> {
    let is_obeyed = |text: &&str| text.contains(|letter: char| letter.is_control() && !"\n\t".contains(letter));
    match value {
        Value::String(text) => Some(text.as_str()).filter(is_obeyed),
        Value::Array(items) => items.iter().find_map(unprintable),
        Value::Object(fields) => {
            fields.iter().find_map(|(name, value)| Some(name.as_str()).filter(is_obeyed).or_else(|| unprintable(value)))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}
