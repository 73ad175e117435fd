//! The container of a bundle: a USTAR archive of which each content has exactly one sequence of bytes. It must not know what
//! its files mean.

use std::ops::Range;

use tar::Header;

use crate::bundle_error::Problem;
use crate::storage::Storage;

/// Archives consist of blocks of so many bytes.
const BLOCK: u64 = 512;
/// What ends an archive: two blocks of zeros.
const END: u64 = 2 * BLOCK;

/// The most bytes of an archive.
pub const LARGEST_ARCHIVE: u64 = 1 << 30;
/// The most bytes of one of its files.
pub const LARGEST_FILE: u64 = 256 << 20;
/// The most files in it.
pub const MOST_FILES: usize = 10_000;
/// The most bytes of a file's path.
pub const LONGEST_PATH: usize = 100;

/// Where a file lies in an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    pub path: String,
    /// Its bytes in the archive, without header and padding.
    pub bytes: Range<u64>,
}

impl Entry {
    pub fn size(&self) -> u64 {
        self.bytes.end - self.bytes.start
    }
}

/// The files of an archive, in their order. Every byte outside of their contents is checked.
pub fn list(archive: &Storage) -> Result<Vec<Entry>, Problem> {
    let size = archive.size();
    if size > LARGEST_ARCHIVE {
        return Err(Problem::TooLarge { what: "it".to_owned(), size, limit: LARGEST_ARCHIVE });
    }
    let mut entries: Vec<Entry> = Vec::new();
    let mut offset = 0;
    loop {
        let cut = || match entries.last() {
            Some(last) => Problem::Cut { size, path: last.path.clone() },
            None => Problem::NoBundle,
        };
        let mut block = [0; BLOCK as usize];
        if offset + END > size {
            return Err(cut());
        }
        archive.read_at(&mut block, offset)?;
        if is_zero(&block) {
            break;
        }
        let entry = entry(&block, offset).ok_or_else(|| match entries.last() {
            Some(last) => Problem::Foreign { offset, path: last.path.clone() },
            None => Problem::NoBundle,
        })?;
        if entry.size() > LARGEST_FILE {
            return Err(Problem::TooLarge { size: entry.size(), what: entry.path, limit: LARGEST_FILE });
        }
        let padding = entry.bytes.end..entry.bytes.end.next_multiple_of(BLOCK);
        offset = padding.end;
        if offset > size {
            return Err(Problem::Cut { size, path: entry.path });
        }
        if !read_is_zero(archive, &padding)? {
            return Err(Problem::Padding { offset: padding.start, path: entry.path });
        }
        entries.push(entry);
        if entries.len() > MOST_FILES {
            return Err(Problem::TooMany { limit: MOST_FILES });
        }
    }
    if !read_is_zero(archive, &(offset..offset + END))? || offset + END != size {
        return Err(Problem::Surplus { offset });
    }
    Ok(entries)
}

/// The entry that a header at this place describes; none unless it is the very header that we write for its path and size.
fn entry(block: &[u8; BLOCK as usize], offset: u64) -> Option<Entry> {
    let claimed = Header::from_byte_slice(block);
    let path = String::from_utf8(claimed.path_bytes().into_owned()).ok()?;
    let size = claimed.entry_size().ok().filter(|size| *size <= LARGEST_ARCHIVE)?;
    let start = offset + BLOCK;
    (header(&path, size)?.as_bytes() == block).then(|| Entry { path, bytes: start..start + size })
}

/// The one header of a file; none if its path is no path of a file in an archive.
fn header(path: &str, size: u64) -> Option<Header> {
    if path.is_empty() || path.len() > LONGEST_PATH {
        return None;
    }
    let mut header = Header::new_ustar();
    header.set_path(path).ok()?;
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(size);
    header.set_cksum();
    Some(header)
}

fn read_is_zero(archive: &Storage, range: &Range<u64>) -> Result<bool, Problem> {
    let mut bytes = [0; END as usize];
    // Neither padding nor an archive's end is longer.
    let bytes = &mut bytes[..(range.end - range.start) as usize];
    archive.read_at(bytes, range.start)?;
    Ok(is_zero(bytes))
}

fn is_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// An archive in the making.
#[derive(Default)]
pub struct ArchiveWriter {
    bytes: Vec<u8>,
}

impl ArchiveWriter {
    /// Adds a file behind those that are there.
    pub fn add(&mut self, path: &str, content: &[u8]) -> Result<(), Problem> {
        let header = header(path, content.len() as u64).ok_or_else(|| Problem::Path { path: path.to_owned() })?;
        self.bytes.extend_from_slice(header.as_bytes());
        self.bytes.extend_from_slice(content);
        self.bytes.resize(self.bytes.len().next_multiple_of(BLOCK as usize), 0);
        Ok(())
    }

    /// The bytes of the archive.
    pub fn finish(mut self) -> Vec<u8> {
        self.bytes.resize(self.bytes.len() + END as usize, 0);
        self.bytes
    }
}
