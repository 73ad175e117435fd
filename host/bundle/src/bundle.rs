//! A bundle in a file or in memory: what it holds, given out only as its checksums say it.

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::archive::{self, Entry};
use crate::bundle_error::{BundleError, Problem};
use crate::checksums::Checksums;
use crate::contents::{self, CHECKSUMS, ENGINE, MANIFEST, PRECOMPILED, SIGNATURE};
use crate::manifest_text::{self, LARGEST_MANIFEST};
use crate::signature::LARGEST_SIGNATURE;
use crate::storage::Storage;
use crate::{BundleSignature, Digest, Manifest, PrecompiledCode, TrustedSigner};

/// The most bytes of the list of checksums: a line for each of the most files.
const LARGEST_CHECKSUMS: u64 = 2 << 20;
/// How much of a file is read at a time where only its checksum is wanted.
const PIECE: u64 = 64 << 10;

/// A bundle. Its file is opened once; whatever happens to the file then, what is given out had the checksums that were read
/// at the opening.
#[derive(Debug)]
pub struct Bundle {
    path: PathBuf,
    storage: Storage,
    entries: Vec<Entry>,
    sums: Checksums,
    digest: Digest,
    signature: Option<BundleSignature>,
    manifest: Manifest,
}

impl Bundle {
    /// Opens a bundle's file and checks its layout, its manifest, its signature and the checksums of all its files but the
    /// largest, engine and machine code, which are checked when they are read.
    pub fn open(path: &Path) -> Result<Self, BundleError> {
        let storage = Storage::open(path).map_err(|error| BundleError::new(path, error))?;
        Self::from_storage(path, storage)
    }

    /// Reads a bundle's file to its end and checks all of it. What becomes of the file does not matter then.
    pub fn open_in_memory(path: &Path) -> Result<Self, BundleError> {
        let read = |path| {
            let file = Storage::open(path)?;
            if file.size() > archive::LARGEST_ARCHIVE {
                // Refused in words by whoever lists the files.
                return Ok(file);
            }
            let mut bytes = vec![0; file.size() as usize];
            file.read_at(&mut bytes, 0)?;
            Ok(Storage::Memory(bytes))
        };
        let bundle =
            Self::from_storage(path, read(path).map_err(|error: std::io::Error| BundleError::new(path, error))?)?;
        bundle.verify()?;
        Ok(bundle)
    }

    /// A bundle out of these bytes, all of which are checked; the path is what errors call it.
    pub fn from_bytes(path: &Path, bytes: Vec<u8>) -> Result<Self, BundleError> {
        let bundle = Self::from_storage(path, Storage::Memory(bytes))?;
        bundle.verify()?;
        Ok(bundle)
    }

    fn from_storage(path: &Path, storage: Storage) -> Result<Self, BundleError> {
        Self::check(path, storage).map_err(|problem| BundleError::new(path, problem))
    }

    fn check(path: &Path, storage: Storage) -> Result<Self, Problem> {
        let entries = archive::list(&storage)?;
        let mut rest = entries.iter().peekable();
        let list = rest.next_if(|entry| entry.path == CHECKSUMS).ok_or(Problem::NoBundle)?;
        let list = read_limited(&storage, list, LARGEST_CHECKSUMS)?;
        let sums = Checksums::parse(&list).map_err(|line| Problem::Checksums { line })?;
        let signature = match rest.next_if(|entry| entry.path == SIGNATURE) {
            Some(entry) => {
                let text = read_limited(&storage, entry, LARGEST_SIGNATURE)?;
                Some(BundleSignature::parse(&text, &list)?)
            }
            None => None,
        };
        check_order(rest.map(|entry| entry.path.as_str()), contents::in_order(&sums))?;

        let bundle_entry = |path: &str| find(&entries, path);
        let manifest = read_verified(&storage, bundle_entry(MANIFEST)?, &sums, LARGEST_MANIFEST)?;
        let manifest = manifest_text::read(&manifest)?;
        contents::check(&manifest, &sums)?;
        for entry in entries.iter().filter(|entry| !is_read_later(&entry.path)) {
            verify_entry(&storage, entry, &sums)?;
        }
        let digest = Digest::of(&list);
        Ok(Self { path: path.to_owned(), storage, entries, sums, digest, signature, manifest })
    }

    /// Where it was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is in it.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What it is known by: the SHA-256 of its list of checksums.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Who says that they made it. It is their signature, which says nothing about whether they are trusted.
    pub fn signature(&self) -> Option<&BundleSignature> {
        self.signature.as_ref()
    }

    /// The size of its file, in bytes.
    pub fn size(&self) -> u64 {
        self.storage.size()
    }

    /// Its files in their order, with their sizes in bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64)> {
        self.entries.iter().map(|entry| (entry.path.as_str(), entry.size()))
    }

    /// The list of checksums, which is what is signed.
    pub fn checksums(&self) -> String {
        self.sums.to_string()
    }

    /// The checksum of a file; none of the checksums' own file and their signature.
    pub fn checksum(&self, file: &str) -> Option<Digest> {
        self.sums.get(file)
    }

    /// The content of a file that the checksums list, except machine code.
    pub fn read(&self, file: &str) -> Result<Vec<u8>, BundleError> {
        let read = || {
            if file.starts_with(PRECOMPILED) {
                return Err(Problem::Untrusted { path: file.to_owned() });
            }
            read_verified(&self.storage, find(&self.entries, file)?, &self.sums, archive::LARGEST_FILE)
        };
        read().map_err(|problem| BundleError::new(&self.path, problem))
    }

    /// The content of a file with machine code, which can do anything to whom runs it: only for whom trusts its signer.
    pub fn precompiled(&self, file: &str, signer: &TrustedSigner) -> Result<PrecompiledCode, BundleError> {
        let read = || {
            if signer.bundle() != self.digest || !file.starts_with(PRECOMPILED) {
                return Err(Problem::Untrusted { path: file.to_owned() });
            }
            read_verified(&self.storage, find(&self.entries, file)?, &self.sums, archive::LARGEST_FILE)
        };
        read().map(PrecompiledCode::vouched_for).map_err(|problem| BundleError::new(&self.path, problem))
    }

    /// Checks every file, the largest too.
    pub fn verify(&self) -> Result<(), BundleError> {
        let verify = || self.entries.iter().try_for_each(|entry| verify_entry(&self.storage, entry, &self.sums));
        verify().map_err(|problem| BundleError::new(&self.path, problem))
    }

    pub(crate) fn sums(&self) -> &Checksums {
        &self.sums
    }

    /// The bytes of every file but the checksums and their signature, for who writes the bundle anew.
    pub(crate) fn contents(&self) -> Result<Vec<(&str, Vec<u8>)>, BundleError> {
        let entries = self.entries.iter().filter(|entry| self.sums.get(&entry.path).is_some());
        let read = |entry: &Entry| read_verified(&self.storage, entry, &self.sums, archive::LARGEST_FILE);
        let contents = entries.map(|entry| Ok((entry.path.as_str(), read(entry)?)));
        contents.collect::<Result<_, Problem>>().map_err(|problem| BundleError::new(&self.path, problem))
    }
}

/// Whether a file is so large that its checksum is left for when it is read; the checksums' own file and their signature
/// have none.
fn is_read_later(path: &str) -> bool {
    path == ENGINE || path == MANIFEST || path == CHECKSUMS || path == SIGNATURE || path.starts_with(PRECOMPILED)
}

fn check_order<'a>(
    mut found: impl Iterator<Item = &'a str>,
    mut expected: impl Iterator<Item = &'a str>,
) -> Result<(), Problem> {
    let name = |path: Option<&str>| path.unwrap_or("its end").to_owned();
    loop {
        match (found.next(), expected.next()) {
            (None, None) => return Ok(()),
            (Some(found), _) if !contents::is_sound_path(found) => {
                return Err(Problem::Path { path: found.to_owned() });
            }
            (found, expected) if found == expected => {}
            (found, expected) => return Err(Problem::Order { found: name(found), expected: name(expected) }),
        }
    }
}

fn find<'a>(entries: &'a [Entry], path: &str) -> Result<&'a Entry, Problem> {
    entries.iter().find(|entry| entry.path == path).ok_or_else(|| Problem::NoSuchFile { path: path.to_owned() })
}

fn read_limited(storage: &Storage, entry: &Entry, limit: u64) -> Result<Vec<u8>, Problem> {
    if entry.size() > limit {
        return Err(Problem::TooLarge { what: entry.path.clone(), size: entry.size(), limit });
    }
    let mut content = vec![0; entry.size() as usize];
    storage.read_at(&mut content, entry.bytes.start)?;
    Ok(content)
}

fn read_verified(storage: &Storage, entry: &Entry, sums: &Checksums, limit: u64) -> Result<Vec<u8>, Problem> {
    let expected = expected(entry, sums)?;
    let content = read_limited(storage, entry, limit)?;
    compare(entry, Digest::of(&content), expected)?;
    Ok(content)
}

/// Checks a file a piece at a time. The checksums' own file and their signature are checked at the opening, once for all.
fn verify_entry(storage: &Storage, entry: &Entry, sums: &Checksums) -> Result<(), Problem> {
    if entry.path == CHECKSUMS || entry.path == SIGNATURE {
        return Ok(());
    }
    let expected = expected(entry, sums)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; entry.size().min(PIECE) as usize];
    let mut offset = entry.bytes.start;
    while offset < entry.bytes.end {
        let piece = &mut piece[..(entry.bytes.end - offset).min(PIECE) as usize];
        storage.read_at(piece, offset)?;
        hasher.update(&*piece);
        offset += piece.len() as u64;
    }
    compare(entry, Digest::finish(hasher), expected)
}

fn expected(entry: &Entry, sums: &Checksums) -> Result<Digest, Problem> {
    sums.get(&entry.path).ok_or_else(|| Problem::NoSuchFile { path: entry.path.clone() })
}

fn compare(entry: &Entry, found: Digest, expected: Digest) -> Result<(), Problem> {
    if found == expected {
        return Ok(());
    }
    Err(Problem::Mismatch { path: entry.path.clone(), found, expected })
}
