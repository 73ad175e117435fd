//! One DuckDB instance, from which connections come; must not know how it was opened or what it holds.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use duckdb::Connection;

use crate::OpenError;
use crate::live_views::{Edition, LiveViews};

/// One DuckDB instance over one file, or over the folder of a live database. All its connections see the same data, written through it or not.
pub(crate) struct Instance {
    path: PathBuf,
    /// Keeps the instance alive, and makes its other connections.
    root: Mutex<Connection>,
    live: Option<LiveViews>,
}

impl Instance {
    /// The instance that a connection belongs to.
    pub(crate) fn new(path: &Path, root: Connection) -> Self {
        Self { path: path.to_owned(), root: Mutex::new(root), live: None }
    }

    /// The same over a live database.
    pub(crate) fn of_live(path: &Path, root: Connection, live: LiveViews) -> Self {
        Self { live: Some(live), ..Self::new(path, root) }
    }

    /// Lets a live database show what it holds now, to every statement that is prepared after this. Of any other there is one edition.
    pub(crate) fn refresh(&self) -> Result<Edition, OpenError> {
        match &self.live {
            Some(live) => live.refresh(&self.root()),
            None => Ok(Edition::default()),
        }
    }

    /// Its file or folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A new connection.
    pub(crate) fn connect(&self) -> Result<Connection, duckdb::Error> {
        self.root().try_clone()
    }

    fn root(&self) -> MutexGuard<'_, Connection> {
        self.root.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The version of the DuckDB library, as DuckDB spells it: `v1.5.6`.
pub(crate) fn library_version() -> String {
    // SAFETY: the function takes nothing and returns a static string that ends with a nul.
    let version = unsafe { std::ffi::CStr::from_ptr(duckdb::ffi::duckdb_library_version()) };
    version.to_string_lossy().into_owned()
}
