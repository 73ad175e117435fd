//! The highest version of each bundle that was run, so that an older one is not taken for a newer. It must not know where the
//! user keeps such things.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use semver::Version;
use serde::{Deserialize, Serialize};

use crate::{Bundle, Name, TrustedSigner};

/// The memory of versions, in a file.
#[derive(Debug)]
pub struct SeenVersions {
    path: PathBuf,
}

/// What the file says: for each key's fingerprint, the highest version of each of its bundles.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Memory {
    seen: BTreeMap<String, BTreeMap<Name, Version>>,
}

/// Why a bundle's version cannot be accepted.
#[derive(Debug, thiserror::Error)]
pub enum SeenVersionsError {
    /// A newer one was run.
    #[error(
        "{}: version {version} of the bundle is older than {newest}, which was run before: fetch the newer one, or run \
         with --allow-downgrade",
        path.display()
    )]
    Downgraded {
        /// The bundle's file.
        path: PathBuf,
        /// Its version.
        version: Version,
        /// The version that was run.
        newest: Version,
    },
    /// The memory says nothing.
    #[error("{}, which remembers the versions of bundles, is damaged: {problem}; remove it, or run with --allow-downgrade", path.display())]
    Damaged {
        /// The memory's file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// The memory cannot be read or written.
    #[error("could not read or write {}, which remembers the versions of bundles: {error}; run with --allow-downgrade to do without", path.display())]
    Inaccessible {
        /// The memory's file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl SeenVersions {
    /// The memory in this file, which need not be there.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Refuses a bundle if a newer one of its name, signed by any key that is trusted now, was run.
    pub fn check(&self, bundle: &Bundle, signer: &TrustedSigner) -> Result<(), SeenVersionsError> {
        self.read()?.check(bundle, signer)
    }

    /// Checks the bundle, and remembers that it is run.
    pub fn remember(&self, bundle: &Bundle, signer: &TrustedSigner) -> Result<(), SeenVersionsError> {
        let memory = self.read()?;
        memory.check(bundle, signer)?;
        if !memory.is_news(bundle, signer) {
            return Ok(());
        }
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Held until the end, so that of two who write, one knows what the other wrote.
        let _lock = lock(folder).map_err(|error| self.inaccessible(error))?;
        let mut memory = self.read()?;
        memory.check(bundle, signer)?;
        let (name, version) = (bundle.manifest().name.clone(), bundle.manifest().version.clone());
        memory.seen.entry(signer.key().fingerprint()).or_default().insert(name, version);
        self.write(folder, &memory).map_err(|error| self.inaccessible(error))
    }

    fn read(&self) -> Result<Memory, SeenVersionsError> {
        match fs::read(&self.path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| SeenVersionsError::Damaged { path: self.path.clone(), problem: error.to_string() }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Memory::default()),
            Err(error) => Err(self.inaccessible(error)),
        }
    }

    /// Replaces the file in one step. It is for its owner alone, as temporary files are.
    fn write(&self, folder: &Path, memory: &Memory) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, memory)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(&self.path)?;
        Ok(())
    }

    fn inaccessible(&self, error: io::Error) -> SeenVersionsError {
        SeenVersionsError::Inaccessible { path: self.path.clone(), error }
    }
}

fn lock(folder: &Path) -> io::Result<File> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let lock = File::open(folder)?;
    lock.lock()?;
    Ok(lock)
}

impl Memory {
    fn check(&self, bundle: &Bundle, signer: &TrustedSigner) -> Result<(), SeenVersionsError> {
        let (name, version) = (&bundle.manifest().name, &bundle.manifest().version);
        let seen = signer.fellows().iter().filter_map(|key| self.seen.get(key)?.get(name));
        match seen.max_by(|one, other| one.cmp_precedence(other)) {
            Some(newest) if version.cmp_precedence(newest).is_lt() => Err(SeenVersionsError::Downgraded {
                path: bundle.path().to_owned(),
                version: version.clone(),
                newest: newest.clone(),
            }),
            _ => Ok(()),
        }
    }

    fn is_news(&self, bundle: &Bundle, signer: &TrustedSigner) -> bool {
        let seen = self.seen.get(&signer.key().fingerprint()).and_then(|seen| seen.get(&bundle.manifest().name));
        seen.is_none_or(|seen| seen.cmp_precedence(&bundle.manifest().version).is_lt())
    }
}
