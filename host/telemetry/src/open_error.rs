//! Why a database could not be opened; knows no way of opening one.

use std::path::{Path, PathBuf};

use coral_segments::FolderError;

/// Why a database could not be opened. Each text is one line that names the file and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There is no file.
    #[error("no database at {}: make a sample with `coral-wasm demo init`, or name another with --db PATH", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// It is a directory of something else.
    #[error("{} is a directory, not a database: name the file inside it with --db PATH, or a folder of live data", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
    },
    /// It holds live data that cannot be read.
    #[error("{reason}")]
    Live {
        /// Why, with the folder's name.
        reason: String,
    },
    /// It is a file of another kind.
    #[error("{} is not a DuckDB database: name one with --db PATH, or make a sample with `coral-wasm demo init`", path.display())]
    NotDuckDb {
        /// The file.
        path: PathBuf,
    },
    /// Another process has it open for writing.
    #[error("{} is locked by another process ({holder}): stop that process, or open a copy of the file with --db PATH", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// What DuckDB says of the process.
        holder: String,
    },
    /// The user of this process may not read it.
    #[error("no permission to read {}: grant it with chmod, or run as a user that has it", path.display())]
    PermissionDenied {
        /// The file.
        path: PathBuf,
    },
    /// A DuckDB made it whose files this one cannot read.
    #[error(
        "{} was made by a version of DuckDB that {library} cannot read: open it with that version and copy it into a new file with COPY FROM DATABASE",
        path.display()
    )]
    UnsupportedVersion {
        /// The file.
        path: PathBuf,
        /// The DuckDB in use here, such as `DuckDB v1.5.6`.
        library: String,
    },
    /// A table (or view) that the questions are answered from is not there.
    #[error("{} has no table {table}: name a database of telemetry with --db PATH, or make a sample with `coral-wasm demo init`", path.display())]
    MissingTable {
        /// The file.
        path: PathBuf,
        /// The table.
        table: String,
    },
    /// Such a table is there, but without some of its columns.
    #[error("table {table} of {} lacks the columns {}: add them, or name another database with --db PATH", path.display(), columns.join(", "))]
    MissingColumns {
        /// The file.
        path: PathBuf,
        /// The table.
        table: String,
        /// The columns that it lacks.
        columns: Vec<String>,
    },
    /// There is no DuckDB to open it with.
    #[error(transparent)]
    NoLibrary(#[from] coral_duckdb::LoadError),
    /// Anything else that DuckDB or the system says.
    #[error("cannot open {}: {reason}; name another database with --db PATH", path.display())]
    Failed {
        /// The file.
        path: PathBuf,
        /// The first line of what was said.
        reason: String,
    },
}

impl OpenError {
    /// What keeps a folder from being read.
    pub(crate) fn of_folder(path: &Path, error: &FolderError) -> Self {
        match error {
            FolderError::NotLive { .. } => Self::Directory { path: path.to_owned() },
            FolderError::System { source, .. } => Self::of_system(path, source),
            FolderError::Format { .. } | FolderError::Pattern { .. } => Self::Live { reason: error.to_string() },
        }
    }

    /// What the system's error says of a file.
    pub(crate) fn of_system(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing { path },
            std::io::ErrorKind::PermissionDenied => Self::PermissionDenied { path },
            _ => Self::Failed { path, reason: error.to_string() },
        }
    }

    /// What DuckDB's error says of a file. DuckDB gives no codes for these, only texts.
    pub(crate) fn of_duckdb(path: &Path, error: &duckdb::Error) -> Self {
        let text = error.to_string();
        let first_line = text.lines().next().unwrap_or_default();
        let path = path.to_owned();
        if let Some((_, after)) = first_line.split_once("Could not set lock on file") {
            let holder = after.split_once("held in ").map_or("unknown", |(_, holder)| holder);
            let holder = holder.split_once(". ").map_or(holder, |(holder, _)| holder);
            Self::Locked { path, holder: holder.trim_end_matches('.').to_owned() }
        } else if text.contains("database file with version number") || text.contains("storage version greater than") {
            let library = format!("DuckDB {}", crate::instance::library_version());
            Self::UnsupportedVersion { path, library }
        } else if text.contains("not a valid DuckDB database file") {
            Self::NotDuckDb { path }
        } else if text.contains("Permission denied") {
            Self::PermissionDenied { path }
        } else {
            Self::Failed { path, reason: first_line.trim_end_matches('.').to_owned() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_text(text: &str) -> OpenError {
        let error =
            duckdb::Error::DuckDBFailure(duckdb::ffi::Error::new(duckdb::ffi::DuckDBError), Some(text.to_owned()));
        OpenError::of_duckdb(Path::new("a.duckdb"), &error)
    }

    #[test]
    fn a_denied_file_is_told_from_others() {
        let denied = OpenError::PermissionDenied { path: "a.duckdb".into() };
        assert_eq!(of_text("IO Error: Cannot open file \"a.duckdb\": Permission denied"), denied);
        let error = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        assert_eq!(OpenError::of_system(Path::new("a.duckdb"), &error), denied);
    }

    #[test]
    fn an_unknown_text_keeps_its_first_line() {
        let failed = OpenError::Failed { path: "a.duckdb".into(), reason: "IO Error: corrupt block".to_owned() };
        assert_eq!(of_text("IO Error: corrupt block.\nmore"), failed);
    }
}
