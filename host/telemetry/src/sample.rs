//! Makes the sample database; must not know what is asked of it.

use std::path::{Path, PathBuf};

use duckdb::Connection;

use crate::opening::Whose;
use crate::{OpenError, Options, opening};

/// The sample's tables, rows and views.
const SAMPLE: &str = include_str!("../../../demo/sample-data.sql");

/// Why the sample could not be made. Each text is one line that names the file and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// What is there cannot be read as a database (or is a directory, or locked), and is left alone.
    #[error("no sample was made: {0}")]
    Existing(#[source] OpenError),
    /// There is no DuckDB to make it with.
    #[error(transparent)]
    NoLibrary(#[from] coral_duckdb::LoadError),
    /// What is there is a database, but no sample, and is left alone.
    #[error("no sample was made: {} is a database of another kind: move it away, or name another file with --db PATH", path.display())]
    NotASample {
        /// The file.
        path: PathBuf,
    },
    /// The system does not let the file be written.
    #[error("no sample was made: cannot write {}: {reason}; name a file in a directory that can be written with --db PATH", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What was said: its first line.
        reason: String,
    },
}

/// Makes the sample database, in place of an older sample at the same path.
///
/// It is built beside the path and renamed, so that whoever has the old one open keeps reading that, and nobody ever
/// sees half of it. A file that is not a sample is left alone. It blocks while it writes.
pub fn create_sample(path: impl AsRef<Path>) -> Result<(), SampleError> {
    let path = path.as_ref();
    coral_duckdb::load()?;
    check_existing(path)?;
    let cannot_write = |reason: String| SampleError::Write { path: path.to_owned(), reason };
    let beside = beside(path).ok_or_else(|| cannot_write("it names no file".to_owned()))?;
    // What an earlier attempt of a process with the same id left behind.
    remove(&beside);
    let made = build(&beside).map_err(|error| error.to_string().lines().next().unwrap_or_default().to_owned());
    let made = made.and_then(|()| std::fs::rename(&beside, path).map_err(|error| error.to_string()));
    remove(&beside);
    made.map_err(cannot_write)
}

/// Finds out whether what is at a path, if anything, may be replaced.
fn check_existing(path: &Path) -> Result<(), SampleError> {
    let instance = match opening::read_only(path, &Options::default(), Whose::Hosts) {
        Err(OpenError::Missing { .. }) => return Ok(()),
        opened => opened.map_err(SampleError::Existing)?,
    };
    let count = "SELECT count(*) FROM duckdb_tables() WHERE table_name IN ('sample_spans', 'sample_metrics')";
    let tables: Result<i64, duckdb::Error> =
        instance.connect().and_then(|connection| connection.query_row(count, [], |row| row.get(0)));
    match tables {
        Ok(2) => Ok(()),
        Ok(_) => Err(SampleError::NotASample { path: path.to_owned() }),
        Err(error) => Err(SampleError::Existing(OpenError::of_duckdb(path, &error))),
    }
}

fn build(path: &Path) -> Result<(), duckdb::Error> {
    let connection = Connection::open(path)?;
    connection.execute_batch(SAMPLE)?;
    // All of it into the one file that is renamed, none of it into the log beside it.
    connection.execute_batch("CHECKPOINT")?;
    connection.close().map_err(|(_, error)| error)
}

/// A name in the same directory, and so on the same file system, that no other process uses.
fn beside(path: &Path) -> Option<PathBuf> {
    let mut name = path.file_name()?.to_owned();
    name.push(format!(".{}.new", std::process::id()));
    Some(path.with_file_name(name))
}

/// Removes a file that is being built, if it is there, and its log.
fn remove(path: &Path) {
    let mut log = path.as_os_str().to_owned();
    log.push(".wal");
    // Either may well not be there; and one that cannot be removed shows up when the next is built.
    let _ = std::fs::remove_file(path);
    let _ = std::fs::remove_file(log);
}
