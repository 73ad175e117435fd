//! One DuckDB instance, from which connections come; must not know how it was opened or what its file holds.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use duckdb::Connection;

/// One DuckDB instance over one file. All its connections see the same data, written through it or not.
pub(crate) struct Instance {
    path: PathBuf,
    /// Keeps the instance alive, and makes its other connections.
    root: Mutex<Connection>,
}

impl Instance {
    /// The instance that a connection belongs to.
    pub(crate) fn new(path: &Path, root: Connection) -> Self {
        Self { path: path.to_owned(), root: Mutex::new(root) }
    }

    /// Its file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A new connection.
    pub(crate) fn connect(&self) -> Result<Connection, duckdb::Error> {
        self.root.lock().unwrap_or_else(PoisonError::into_inner).try_clone()
    }
}

/// The version of the DuckDB library, as DuckDB spells it: `v1.5.6`.
pub(crate) fn library_version() -> String {
    // SAFETY: the function takes nothing and returns a static string that ends with a nul.
    let version = unsafe { std::ffi::CStr::from_ptr(duckdb::ffi::duckdb_library_version()) };
    version.to_string_lossy().into_owned()
}
