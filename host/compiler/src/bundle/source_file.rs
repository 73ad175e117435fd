//! Reading one file of a script, and each check that it must pass before it is parsed. Knows nothing of modules.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::provenance;

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 1 << 20;
/// The most that the files of one bundle may have together, in bytes.
pub const MAX_TOTAL: u64 = 8 << 20;

/// A file that passed every check.
#[derive(Debug)]
pub struct SourceFile {
    /// Absolute, without symbolic links.
    pub path: PathBuf,
    /// The same as text.
    pub id: String,
    /// Without a byte order mark, with newlines alone at the ends of its lines. A first line that names an interpreter
    /// is empty: the engine would not skip it inside of a bundle.
    pub text: String,
    /// How many bytes were read.
    pub size: u64,
    /// Their SHA-256, in hexadecimal.
    pub sum: String,
}

/// Why a file cannot be part of a bundle. Each is one line that names the file and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// It is not there.
    #[error("cannot find {0}; check the path")]
    NotFound(String),
    /// It is a folder.
    #[error("{0} is a folder; name the script in it, such as {0}/main.ts")]
    Folder(String),
    /// It is a pipe, a device or the like.
    #[error("{0} is not a regular file; save the script to one")]
    Special(String),
    /// Its name does not end in what a script's name ends in.
    #[error("{0} is not a script; its name must end in .ts, .mts, .js or .mjs")]
    Extension(String),
    /// Its path is not text.
    #[error("the path {0} is not UTF-8; rename it")]
    Path(String),
    /// It is not text.
    #[error("{file} is not UTF-8 text (byte {byte}); save it as UTF-8")]
    Encoding {
        /// The file.
        file: String,
        /// Where the first wrong byte is, 0-based.
        byte: usize,
    },
    /// It is too large.
    #[error("{file} is larger than the {limit} bytes that {what} may have; move data out of the script")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit that it exceeds, in bytes.
        limit: u64,
        /// What the limit is on.
        what: &'static str,
    },
    /// The system does not let us read it.
    #[error("cannot read {file}: {reason}; check its permissions")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        reason: io::Error,
    },
}

/// What the name of a file says that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    TypeScript,
    JavaScript,
    Json,
}

impl Language {
    /// None for a file that cannot be part of a bundle.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "ts" | "mts" => Some(Self::TypeScript),
            "js" | "mjs" => Some(Self::JavaScript),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl SourceFile {
    /// The script that the user named.
    pub fn entry(path: &Path) -> Result<(Self, Language), FileError> {
        let shown = path.display().to_string();
        let canonical = fs::canonicalize(path).map_err(|error| unreadable(&shown, error))?;
        if canonical.is_dir() {
            return Err(FileError::Folder(shown.trim_end_matches('/').to_owned()));
        }
        // A link may have any name: what it leads to decides, as for an import.
        match Language::of(&canonical) {
            Some(language @ (Language::TypeScript | Language::JavaScript)) => {
                Ok((Self::read(canonical, shown, MAX_TOTAL)?, language))
            }
            _ => Err(FileError::Extension(shown)),
        }
    }

    /// The file at `path`, which is absolute and without symbolic links and is called `shown` in errors; `budget` is
    /// what is left of [`MAX_TOTAL`].
    pub fn read(path: PathBuf, shown: String, budget: u64) -> Result<Self, FileError> {
        let Some(id) = path.to_str().map(str::to_owned) else {
            return Err(FileError::Path(shown));
        };
        // Opening a pipe would wait for its writer.
        if !fs::metadata(&path).map_err(|error| unreadable(&shown, error))?.is_file() {
            return Err(FileError::Special(shown));
        }
        let limit = MAX_FILE.min(budget);
        let mut bytes = Vec::new();
        File::open(&path)
            .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
            .map_err(|error| unreadable(&shown, error))?;
        let size = bytes.len() as u64;
        if size > limit {
            let (limit, what) = if limit == MAX_FILE {
                (MAX_FILE, "one file of a script")
            } else {
                (MAX_TOTAL, "all files of a script together")
            };
            return Err(FileError::TooLarge { file: shown, limit, what });
        }
        let sum = provenance::sum(&bytes);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { path, id, text: normalized(text), size, sum }),
            Err(error) => Err(FileError::Encoding { file: shown, byte: error.utf8_error().valid_up_to() }),
        }
    }
}

fn unreadable(shown: &str, reason: io::Error) -> FileError {
    let file = shown.to_owned();
    match reason.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::NotFound(file),
        _ => FileError::Unreadable { file, reason },
    }
}

fn normalized(text: String) -> String {
    let mut text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    if text.starts_with("#!") {
        text.drain(..text.find('\n').unwrap_or(text.len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn normalizes_without_losing_a_line() {
        assert_eq!(normalized("\u{feff}a\r\nb\rc".into()), "a\nb\nc");
        assert_eq!(normalized("#!/usr/bin/env deno\r\na".into()), "\na");
        assert_eq!(normalized("\u{feff}#!x".into()), "");
        assert_eq!(normalized("a #!x".into()), "a #!x");
    }
}
