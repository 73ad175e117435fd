//! `SHA256SUMS`: the checksum of every file, as `sha256sum` writes and checks them.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// A SHA-256 checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The checksum of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The checksum of what this has been fed.
    pub(crate) fn finish(hasher: Sha256) -> Self {
        Self(hasher.finalize().into())
    }

    /// A checksum out of 64 hexadecimal digits, of which the letters are small.
    fn from_hexadecimal(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The checksums of files by their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checksums(BTreeMap<String, Digest>);

impl Checksums {
    /// The checksums of these files.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        Self(files.into_iter().map(|(path, content)| (path.to_owned(), Digest::of(content))).collect())
    }

    /// Reads the lines of `sha256sum`, sorted by path; the number of the first line that is none is the error.
    pub fn parse(bytes: &[u8]) -> Result<Self, usize> {
        let text = str::from_utf8(bytes).map_err(|_| 1_usize)?;
        let mut sums = BTreeMap::new();
        for (index, line) in text.split_terminator('\n').enumerate() {
            let sum = line.split_once("  ").and_then(|(sum, path)| Some((path, Digest::from_hexadecimal(sum)?)));
            let is_in_order =
                |path: &str| sums.last_key_value().is_none_or(|(last, _): (&String, _)| last.as_str() < path);
            let (path, sum) = sum.filter(|(path, _)| is_in_order(path)).ok_or(index + 1)?;
            sums.insert(path.to_owned(), sum);
        }
        let sums = Self(sums);
        // The last line has an end too.
        if sums.to_string() == text { Ok(sums) } else { Err(sums.0.len()) }
    }

    /// The checksum of a file.
    pub fn get(&self, path: &str) -> Option<Digest> {
        self.0.get(path).copied()
    }

    /// The paths of all files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl fmt::Display for Checksums {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(path, sum)| {
            write!(formatter, "{sum}  {path}")?;
            formatter.write_char('\n')
        })
    }
}
