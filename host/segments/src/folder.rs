//! A folder of segments: what is in it, and which of that counts; must not know who writes it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Segment, Table};

/// The file that says that a folder is a live database, and how it is written.
const MARK: &str = "coral-live";

/// How it is written now: what the mark holds.
const FORMAT: &str = "1\n";

/// Why a folder cannot be read or written as a live database. Each text is one line that names the folder and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is another folder.
    #[error("{} is a folder without live data: name a database file, or a folder that `serve --live` has made", path.display())]
    NotLive {
        /// The folder.
        path: PathBuf,
    },
    /// Another version of this program has written it.
    #[error("{} holds live data in a format that this version does not know: use the version that wrote it, or name another folder", path.display())]
    Format {
        /// The folder.
        path: PathBuf,
    },
    /// The system says no.
    #[error("cannot use the folder {}: {source}", path.display())]
    System {
        /// The folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
}

/// A folder of segments.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

/// The segments of a folder at one moment, in the order of their times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Those that count.
    pub current: Vec<Segment>,
    /// Those that others replace: some may still be reading them.
    pub replaced: Vec<Segment>,
}

impl Folder {
    /// A folder that is there already. Its path is made absolute, as far as it can be.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let path = fs::canonicalize(path).map_err(|source| FolderError::System { path: path.to_owned(), source })?;
        match fs::read(path.join(MARK)) {
            Ok(format) if format == FORMAT.as_bytes() => Ok(Self { path }),
            Ok(_) => Err(FolderError::Format { path }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(FolderError::NotLive { path }),
            Err(source) => Err(FolderError::System { path, source }),
        }
    }

    /// A folder to be written: one that is there already, or an empty one, which is made if it is missing.
    pub fn create(path: &Path) -> Result<Self, FolderError> {
        let failed = |source| FolderError::System { path: path.to_owned(), source };
        fs::create_dir_all(path).map_err(failed)?;
        match Self::open(path) {
            Err(FolderError::NotLive { .. }) if fs::read_dir(path).map_err(failed)?.next().is_none() => {
                fs::write(path.join(MARK), FORMAT).map_err(failed)?;
                Self::open(path)
            }
            opened => opened,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a segment's file.
    #[must_use]
    pub fn file(&self, segment: &Segment) -> PathBuf {
        self.path.join(segment.to_string())
    }

    /// What is in it now.
    pub fn list(&self) -> io::Result<Listing> {
        let mut segments = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            segments.extend(entry?.file_name().to_str().and_then(Segment::of_file_name));
        }
        Ok(Listing::of(segments))
    }
}

impl Listing {
    /// Sorts segments by whether they count.
    #[must_use]
    pub fn of(mut segments: Vec<Segment>) -> Self {
        // Of those that begin together the longest comes first: whatever replaces a segment comes before it.
        segments.sort_unstable_by_key(|segment| (segment.table, segment.first, std::cmp::Reverse(segment.last)));
        let mut listing = Self::default();
        for segment in segments {
            // Times of segments that count do not overlap, so that only the last of them can be what replaces this one.
            match listing.current.last() {
                Some(before) if before.table == segment.table && before.replaces(&segment) => {
                    listing.replaced.push(segment);
                }
                _ => listing.current.push(segment),
            }
        }
        listing
    }

    /// Those of a table that count.
    pub fn of_table(&self, table: Table) -> impl Iterator<Item = &Segment> {
        self.current.iter().filter(move |segment| segment.table == table)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn segment(table: Table, first: u64, last: u64) -> Segment {
        Segment { table, first, last }
    }

    #[test]
    fn segments_that_others_are_made_of_do_not_count() {
        let parts = [segment(Table::Spans, 3, 3), segment(Table::Spans, 0, 4), segment(Table::Spans, 5, 9)];
        let whole = segment(Table::Spans, 0, 9);
        let after = segment(Table::Spans, 10, 10);
        let other = segment(Table::Logs, 4, 4);
        let listing = Listing::of([&parts[..], &[whole, after, other]].concat());
        assert_eq!(listing.current, [whole, after, other]);
        assert_eq!(listing.replaced, [parts[1], parts[0], parts[2]]);
    }

    #[test]
    fn only_an_empty_folder_becomes_a_live_one() {
        let folder = tempfile::tempdir().unwrap();
        let (inner, other) = (folder.path().join("a/live"), folder.path());
        assert!(matches!(Folder::open(other), Err(FolderError::NotLive { .. })));
        Folder::create(&inner).unwrap();
        Folder::create(&inner).unwrap();
        assert!(matches!(Folder::create(other), Err(FolderError::NotLive { .. })));
        assert_eq!(Folder::open(&inner).unwrap().list().unwrap(), Listing::default());
        fs::write(inner.join(MARK), "2\n").unwrap();
        assert!(matches!(Folder::create(&inner), Err(FolderError::Format { .. })));
    }
}
