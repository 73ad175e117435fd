//! A policy file: TOML with a preset and values for limits. Must not know which other sources there are.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::de::DeTable;

use crate::settings::no_limit;
use crate::value::Written;
use crate::{Limit, Preset, Settings, Value};

/// What is in a policy file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyFile {
    /// The preset that it builds on, if it says so.
    pub preset: Option<Preset>,
    /// What it says beyond that.
    pub settings: Settings,
}

/// A policy file is some lines: more than this is another kind of file.
const MAX_BYTES: u64 = 64 * 1024;

/// Why a policy file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyFileError {
    /// It cannot be read.
    #[error("could not read the policy {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
    /// It is larger than a policy is.
    #[error("the policy {} is larger than 64KiB, and no policy is: name another file", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// It does not say what a policy may.
    #[error("the policy {}:{line} is wrong: {problem}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong, and what to write.
        problem: String,
    },
}

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidText {
    /// The offset in bytes.
    pub at: usize,
    /// What is wrong, and what to write.
    pub problem: String,
}

impl PolicyFile {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, PolicyFileError> {
        let unreadable = |reason| PolicyFileError::Unreadable { path: path.to_owned(), reason };
        let mut bytes = Vec::new();
        File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(PolicyFileError::TooLarge { path: path.to_owned() });
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| unreadable(io::Error::new(io::ErrorKind::InvalidData, "it is no text in UTF-8")))?;
        Self::parse(&text).map_err(|InvalidText { at, problem }| PolicyFileError::Invalid {
            path: path.to_owned(),
            line: text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1,
            problem,
        })
    }

    /// Reads the text of a file.
    pub fn parse(text: &str) -> Result<Self, InvalidText> {
        let table = DeTable::parse(text).map_err(|error| InvalidText {
            at: error.span().map_or(0, |span| span.start),
            problem: error.message().to_owned(),
        })?;
        let mut file = Self::default();
        for (key, value) in table.get_ref() {
            let wrong = |problem: String| InvalidText { at: key.span().start, problem };
            let name = key.get_ref().as_ref();
            let written = Written::deserialize(value.clone().into_deserializer())
                .map_err(|error| wrong(format!("{name}: {}", error.message())))?;
            if name == "preset" {
                let Written::Text(preset) = written else {
                    return Err(wrong("preset: write \"adhoc\", \"monitor\" or \"server\"".to_owned()));
                };
                file.preset = Some(preset.parse().map_err(wrong)?);
            } else {
                let limit = Limit::named(name).ok_or_else(|| wrong(no_limit(name)))?;
                let value = Value::of_written(limit, written).map_err(|reason| wrong(format!("{limit}: {reason}")))?;
                file.settings.set(limit, value);
            }
        }
        Ok(file)
    }
}
