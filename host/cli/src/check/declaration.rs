//! Whether a `coral.toml` says what it may, and where in it a thing is said. It must not know scripts' texts.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use coral_bundle::ProjectError;
use coral_compiler::Diagnostic;
use toml::de::{DeTable, DeValue};

use super::Finding;
use super::finding::at;

/// A `coral.toml` and its text.
pub struct Declaration {
    file: PathBuf,
    text: String,
}

impl Declaration {
    /// Reads the file again, for the places in it; empty if that fails.
    pub fn of(file: &Path) -> Self {
        Self { file: file.to_path_buf(), text: fs::read_to_string(file).unwrap_or_default() }
    }

    /// A diagnostic where a table or a value is named, or else where the nearest that it lies in is.
    pub fn at(&self, message: impl Into<String>, keys: &[&str]) -> Diagnostic {
        at(message, &self.file, &self.text, self.span(keys))
    }

    fn span(&self, keys: &[&str]) -> Range<usize> {
        let mut span = 0..0;
        let Ok(table) = DeTable::parse(&self.text) else { return span };
        let mut table = table.get_ref();
        for key in keys {
            let Some((name, value)) = table.iter().find(|(name, _)| name.get_ref() == key) else { break };
            span = name.span();
            let DeValue::Table(inner) = value.get_ref() else { break };
            table = inner;
        }
        span
    }
}

/// What is wrong with a declaration that cannot be read.
pub fn unreadable(error: &ProjectError) -> Finding {
    Finding::error(match error {
        ProjectError::Invalid { file, error } => {
            let declaration = Declaration::of(file);
            let span = error.span().unwrap_or_default();
            at(error.message(), file, &declaration.text, span)
        }
        ProjectError::Parameter { file, script, source } => {
            let message = format!("the parameter {:?} {}", source.name(), source.problem());
            Declaration::of(file).at(message, &["scripts", script.as_str(), "parameters", source.name()])
        }
        ProjectError::Name { .. } | ProjectError::Unreadable { .. } => Diagnostic::new(error.to_string()),
    })
}
