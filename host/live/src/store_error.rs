//! Why a live database cannot be written.

use std::io;
use std::path::PathBuf;

use coral_segments::FolderError;

/// Why a live database cannot be written. Each text is one line that names the folder and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It is none, or cannot be made one.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Another process writes it.
    #[error("another process writes live data to {}: end it, or name another folder", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// There is no DuckDB to write it with.
    #[error(transparent)]
    NoLibrary(#[from] coral_duckdb::LoadError),
    /// The system does not let it be written.
    #[error("cannot write live data to {}: {source}: name another folder, or make room there", path.display())]
    System {
        /// The folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
    /// DuckDB does not.
    #[error("cannot write live data to {}: {source}", path.display())]
    Database {
        /// The folder.
        path: PathBuf,
        /// What it says.
        source: duckdb::Error,
    },
}
