//! One thing that a check found, and where. It must not know who looked.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use coral_compiler::Diagnostic;
use coral_source::code_frame;
use serde_json::{Value, json};

/// Whether a finding is to be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    pub diagnostic: Diagnostic,
}

impl Finding {
    /// What is to be mended.
    pub fn error(diagnostic: Diagnostic) -> Self {
        Self { severity: Severity::Error, diagnostic }
    }

    /// What may be meant.
    pub fn warning(diagnostic: Diagnostic) -> Self {
        Self { severity: Severity::Warning, diagnostic }
    }

    /// The finding as JSON.
    pub fn to_json(&self) -> Value {
        let Diagnostic { message, file, line, column, hint, .. } = &self.diagnostic;
        let place = |number: &u32| file.is_some().then_some(*number);
        json!({
            "severity": self.severity.name(),
            "message": message,
            "file": file,
            "line": place(line),
            "column": place(column),
            "help": hint,
        })
    }
}

impl Severity {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.diagnostic.to_string();
        let rest = text.strip_prefix("error").unwrap_or(&text);
        write!(formatter, "{}{rest}", self.severity.name())
    }
}

/// A diagnostic at a place of a file that is counted as editors do.
pub fn placed(message: String, file: &Path, text: &str, (line, column): (u32, u32), length: u32) -> Diagnostic {
    let frame = Some(code_frame(text, line, column, length)).filter(|frame| !frame.is_empty());
    Diagnostic { file: Some(shown(file)), line, column, frame, ..Diagnostic::new(message) }
}

/// A diagnostic at bytes of a file.
pub fn at(message: impl Into<String>, file: &Path, text: &str, span: Range<usize>) -> Diagnostic {
    Diagnostic::new(message).at(shown(file), text, span)
}

/// A file as a person would write it here: relative to the current folder if it lies in it.
pub fn shown(file: &Path) -> String {
    let here = std::env::current_dir().ok().and_then(|folder| folder.canonicalize().ok());
    let whole = file.canonicalize().ok();
    let below = here.as_deref().zip(whole.as_deref()).and_then(|(here, whole)| whole.strip_prefix(here).ok());
    below.unwrap_or(file).display().to_string()
}
