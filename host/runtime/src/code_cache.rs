//! Compiled engines on disk, so that a process need not compile its engine. It must not know what is compiled.
//!
//! wasmtime trusts compiled code entirely: who can write it can run anything. So it is loaded only from a folder and a
//! file that belong to this user and that no one else can write, and only if its checksum, which is part of its name, is
//! right. All else is compiled anew.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use coral_bundle::MachineCodeKey;
use rustix::fs::OFlags;
use wasmtime::{Engine, Module};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

const EXTENSION: &str = "cwasm";

/// How much of a file is read at a time for its checksum.
const PIECE_BYTES: usize = 128 * 1024;

/// A folder of compiled modules.
#[derive(Debug, Clone)]
pub struct CodeCache {
    folder: PathBuf,
}

impl CodeCache {
    /// A cache in this folder, which is made when something is first stored.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The code of the module with this fingerprint, if it is there, whole and only this user's.
    pub(crate) fn load(&self, engine: &Engine, fingerprint: &str, key: &MachineCodeKey) -> Option<Module> {
        let key = name(fingerprint, key);
        let folder = fs::symlink_metadata(&self.folder).ok()?;
        if !folder.is_dir() || !is_ours(&folder) {
            return None;
        }
        for entry in fs::read_dir(&self.folder).ok()?.flatten() {
            let name = entry.file_name();
            let Some(checksum) = name.to_str().and_then(|name| checksum_in_name(name, &key)) else { continue };
            let Some(module) = load_checked(engine, &entry.path(), checksum) else {
                let _ = fs::remove_file(entry.path());
                continue;
            };
            return Some(module);
        }
        None
    }

    /// Keeps the code of a module.
    pub(crate) fn store(&self, fingerprint: &str, key: &MachineCodeKey, code: &[u8]) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let key = name(fingerprint, key);
        let name = format!("{key}-{:032x}.{EXTENSION}", xxh3_128(code));
        let temporary = self.folder.join(format!("{name}.{}", std::process::id()));
        let written = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&temporary)
            .and_then(|mut file| file.write_all(code))
            .and_then(|()| fs::rename(&temporary, self.folder.join(name)));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }
}

/// Everything that compiled code depends on, as the beginning of a file's name: what was compiled, and by whom and for
/// what.
fn name(fingerprint: &str, key: &MachineCodeKey) -> String {
    let MachineCodeKey { wasmtime, target, cpu_features, settings } = key;
    let text = [fingerprint, wasmtime, target, &cpu_features.join(","), settings].join("\n");
    format!("{:032x}", xxh3_128(text.as_bytes()))
}

fn checksum_in_name<'a>(name: &'a str, key: &str) -> Option<&'a str> {
    name.strip_prefix(key)?.strip_prefix('-')?.strip_suffix(EXTENSION)?.strip_suffix('.')
}

fn load_checked(engine: &Engine, path: &Path, checksum: &str) -> Option<Module> {
    // Neither a link to elsewhere nor a pipe, which would be waited for.
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let mut file = OpenOptions::new().read(true).custom_flags(flags.cast_signed()).open(path).ok()?;
    let metadata = file.metadata().ok()?;
    if !metadata.is_file() || !is_ours(&metadata) || checksum_of(&mut file)? != checksum {
        return None;
    }
    // SAFETY: the bytes are what a wasmtime of this version, target and settings wrote (its own check, and the key),
    // undamaged (the checksum), in a file that only this user can have written (its owner and mode, and its folder's) and
    // that is never written again: a new one takes its place under another inode.
    unsafe { Module::deserialize_open_file(engine, file) }.ok()
}

/// The checksum of a file, read in pieces that stay in the processor's cache.
fn checksum_of(file: &mut File) -> Option<String> {
    let mut hasher = Xxh3::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        match file.read(&mut piece).ok()? {
            0 => return Some(format!("{:032x}", hasher.digest128())),
            length => hasher.update(&piece[..length]),
        }
    }
}

/// Whether only this user can have written it.
fn is_ours(metadata: &fs::Metadata) -> bool {
    metadata.uid() == rustix::process::geteuid().as_raw() && metadata.mode() & 0o022 == 0
}
