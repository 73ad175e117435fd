//! Where a bundle's bytes are: in a file that stays open, or in memory. It must not know what they mean.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Bytes that can be read from any place.
#[derive(Debug)]
pub enum Storage {
    /// A file and the size that it had when it was opened. Others may overwrite it meanwhile.
    File(File, u64),
    /// Bytes that no one else can change.
    Memory(Vec<u8>),
}

impl Storage {
    /// Opens a file, which must be a regular one: reading another could wait for ever.
    pub fn open(path: &Path) -> io::Result<Self> {
        let regular = |is_file: bool| match is_file {
            true => Ok(()),
            false => Err(io::Error::new(ErrorKind::InvalidInput, "it is no regular file")),
        };
        regular(path.metadata()?.is_file())?;
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        regular(metadata.is_file())?;
        Ok(Self::File(file, metadata.len()))
    }

    /// How many bytes there are.
    pub fn size(&self) -> u64 {
        match self {
            Self::File(_, size) => *size,
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }

    /// Fills the buffer with the bytes at this place.
    pub fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        match self {
            Self::File(file, _) => file.read_exact_at(buffer, offset),
            Self::Memory(bytes) => {
                let start = usize::try_from(offset).map_err(|_| ErrorKind::UnexpectedEof)?;
                let end = start.checked_add(buffer.len()).ok_or(ErrorKind::UnexpectedEof)?;
                buffer.copy_from_slice(bytes.get(start..end).ok_or(ErrorKind::UnexpectedEof)?);
                Ok(())
            }
        }
    }
}
