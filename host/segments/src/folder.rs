//! A folder of segments: what is in it, and which of that counts; must not know who writes it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Segment, Table};

/// The file that says that a folder is a live database, and how it is written.
const MARK: &str = "coral-live";

/// How it is written now: what the mark holds.
const FORMAT: &str = "1\n";

/// What the name of a segment's file has behind it where the segment is no longer kept.
const EXPIRED: &str = ".expired";

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
    /// DuckDB would take its path for a pattern.
    #[error("the folder {} cannot hold live data: its path must be UTF-8 and without * ? [ and ]: name another", path.display())]
    Pattern {
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
    /// Those that others replace, or that are no longer kept: some may still be reading them.
    pub gone: Vec<Segment>,
}

impl Folder {
    /// A folder that is there already. Its path is made absolute, as far as it can be.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let path = fs::canonicalize(path).map_err(|source| FolderError::System { path: path.to_owned(), source })?;
        if path.to_str().is_none_or(|text| text.contains(['*', '?', '[', ']'])) {
            return Err(FolderError::Pattern { path });
        }
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

    /// The path of the file that says of a segment that it is no longer kept, until nobody reads it any more.
    #[must_use]
    pub fn expiry(&self, segment: &Segment) -> PathBuf {
        self.path.join(format!("{segment}{EXPIRED}"))
    }

    /// What is in it now.
    pub fn list(&self) -> io::Result<Listing> {
        let (mut segments, mut expired) = (Vec::new(), HashSet::new());
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name();
            let Some(name) = name.to_str() else { continue };
            match name.strip_suffix(EXPIRED) {
                Some(name) => expired.extend(Segment::of_file_name(name)),
                None => segments.extend(Segment::of_file_name(name)),
            }
        }
        Ok(Listing::of(segments, &expired))
    }
}

impl Listing {
    /// Sorts segments by whether they count, of which some are no longer kept.
    #[must_use]
    pub fn of(mut segments: Vec<Segment>, expired: &HashSet<Segment>) -> Self {
        // Of those that begin together the longest comes first: whatever replaces a segment comes before it.
        segments.sort_unstable_by_key(|segment| (segment.table, segment.first, std::cmp::Reverse(segment.last)));
        let mut listing = Self::default();
        // What has replaced others counts for that, whether it is kept or not.
        let mut replacing: Option<Segment> = None;
        for segment in segments {
            // Times of those that are replaced by none do not overlap, so that only the last of them can have replaced this one.
            let is_replaced =
                replacing.is_some_and(|before| before.table == segment.table && before.replaces(&segment));
            if is_replaced || expired.contains(&segment) {
                listing.gone.push(segment);
            } else {
                listing.current.push(segment);
            }
            if !is_replaced {
                replacing = Some(segment);
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
        let all = [&parts[..], &[whole, after, other]].concat();
        let listing = Listing::of(all.clone(), &HashSet::new());
        assert_eq!(listing.current, [whole, after, other]);
        assert_eq!(listing.gone, [parts[1], parts[0], parts[2]]);
        let listing = Listing::of(all, &HashSet::from([whole]));
        assert_eq!(listing.current, [after, other]);
        assert_eq!(listing.gone.len(), 4);
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
