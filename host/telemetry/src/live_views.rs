//! The tables of a live database, as its folder is now: views that are made again when files come or go. Must not know what is asked.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use coral_segments::{Folder, Listing, Segment, Table, view};
use duckdb::Connection;

use crate::OpenError;

/// The views of a live database.
pub(crate) struct LiveViews {
    folder: Folder,
    /// What the names of files in the views begin with.
    prefix: PathBuf,
    /// What the views are of; nothing at first.
    shown: Mutex<Shown>,
}

/// What the views are of.
#[derive(Debug, Default)]
struct Shown {
    listing: Option<Listing>,
    edition: Edition,
}

/// How often the views were made. DuckDB does not notice of a prepared statement that it reads a view that is no more: whoever keeps
/// some must drop them when this has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Edition(u64);

impl LiveViews {
    /// The views of a folder, which do not exist yet. They name its files by their full paths.
    pub(crate) fn of(folder: Folder) -> Self {
        let prefix = folder.path().to_owned();
        Self { folder, prefix, shown: Mutex::default() }
    }

    /// The same for a process that works in the folder: what scripts can read of a view does not tell where it is.
    pub(crate) fn of_working_directory(self) -> std::io::Result<Self> {
        std::env::set_current_dir(self.folder.path())?;
        Ok(Self { prefix: PathBuf::new(), ..self })
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Makes views again of what has changed since the last time, and says which they are now.
    pub(crate) fn refresh(&self, connection: &Connection) -> Result<Edition, OpenError> {
        // Whoever comes meanwhile waits, and finds the same or something newer.
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let listing = self.folder.list().map_err(|error| OpenError::of_system(self.folder(), &error))?;
        let is_shown =
            |table| shown.listing.as_ref().is_some_and(|shown| shown.of_table(table).eq(listing.of_table(table)));
        let changed = Table::ALL.into_iter().filter(|table| !is_shown(*table));
        let views: String = changed
            .map(|table| {
                let segments: Vec<Segment> = listing.of_table(table).copied().collect();
                view(&self.prefix, &segments, table)
            })
            .collect();
        if !views.is_empty() {
            connection.execute_batch(&views).map_err(|error| OpenError::of_duckdb(self.folder(), &error))?;
            *shown = Shown { listing: Some(listing), edition: Edition(shown.edition.0.wrapping_add(1)) };
        }
        Ok(shown.edition)
    }
}
