//! One Parquet file, which is there whole or not at all; must not know what is in it.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use coral_segments::{Folder, Segment};
use duckdb::Connection;

/// What the name of a file has behind it that is not complete yet.
const UNFINISHED: &str = ".new";

/// Why a file was not written. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{0}")]
    Database(#[from] duckdb::Error),
    #[error("{0}")]
    System(#[from] io::Error),
}

/// Writes the rows of a SELECT to the file of a segment. When this returns the file is on the disk, whatever happens to the machine.
pub fn write(connection: &Connection, folder: &Folder, segment: &Segment, select: &str) -> Result<(), WriteError> {
    let file = folder.file(segment);
    let mut unfinished = file.clone().into_os_string();
    unfinished.push(UNFINISHED);
    let unfinished = Path::new(&unfinished);
    let written = write_to(connection, unfinished, select).and_then(|()| {
        fs::rename(unfinished, &file)?;
        File::open(folder.path())?.sync_all()?;
        Ok(())
    });
    if written.is_err() {
        // What is left of it, if anything, would be removed at the next start.
        let _absent = fs::remove_file(unfinished);
    }
    written
}

fn write_to(connection: &Connection, path: &Path, select: &str) -> Result<(), WriteError> {
    // A folder of segments has a path in UTF-8.
    let quoted = path.display().to_string().replace('\'', "''");
    connection.execute_batch(&format!("COPY ({select}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)"))?;
    File::open(path)?.sync_all()?;
    Ok(())
}

/// Removes what a process left that was killed while it wrote.
pub fn remove_unfinished(folder: &Folder) -> io::Result<()> {
    for entry in fs::read_dir(folder.path())? {
        let path = entry?.path();
        if path.to_str().is_some_and(|path| path.ends_with(UNFINISHED)) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
