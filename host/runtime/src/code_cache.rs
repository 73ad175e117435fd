//! Compiled engines on disk, so that a process need not compile its engine. It must not know what is compiled.
//!
//! wasmtime trusts compiled code entirely: who can write it can run anything. So it is loaded only from a folder and a
//! file that belong to this user and that no one else can write, and only if its checksum, which is part of its name, is
//! right. All else is compiled anew. To sum megabytes takes a tenth of a short command: it is done once for a file, as long as
//! the file system says that nothing has been written to it.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use coral_bundle::MachineCodeKey;
use wasmtime::{Engine, Module};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::machine_code::file_key;
use crate::private_folder::PrivateFolder;

const EXTENSION: &str = "cwasm";

/// What the file beside it is called that says in which state it was summed.
const SUMMED: &str = "summed";

/// How much of a file is read at a time for its checksum.
const PIECE_BYTES: usize = 128 * 1024;

/// A folder of compiled modules.
#[derive(Debug, Clone)]
pub struct CodeCache {
    folder: PrivateFolder,
}

impl CodeCache {
    /// A cache in this folder, which is made when something is first stored.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder: PrivateFolder::new(folder) }
    }

    /// The code of the module with this fingerprint, if it is there, whole and only this user's.
    pub(crate) fn load(&self, engine: &Engine, fingerprint: &str, key: &MachineCodeKey) -> Option<Module> {
        let key = file_key(fingerprint, key);
        for name in self.folder.names() {
            let Some(checksum) = checksum_in_name(&name, &key) else { continue };
            let whole = self.folder.open(&name).and_then(|file| self.whole(&name, checksum, file));
            // SAFETY: the bytes are what a wasmtime of this version, target and settings wrote (its own check, and the key),
            // undamaged (the checksum), in a file that only this user can have written (its owner and mode, and its folder's)
            // and that is never written again: a new one takes its place under another inode.
            let loaded = whole.and_then(|file| unsafe { Module::deserialize_open_file(engine, file) }.ok());
            if loaded.is_some() {
                return loaded;
            }
            self.folder.remove(&name);
            self.folder.remove(&summed(&name));
        }
        None
    }

    /// The file, if its checksum is right, or was and nothing has changed since.
    fn whole(&self, name: &str, checksum: &str, mut file: File) -> Option<File> {
        let state = state_of(&file)?;
        let is_known =
            self.folder.open(&summed(name)).is_some_and(|file| io::read_to_string(file).ok().as_ref() == Some(&state));
        if !is_known {
            if checksum_of(&mut file)? != checksum {
                return None;
            }
            // Where it cannot be written, the next process sums again.
            let _ = self.folder.write(&summed(name), &[state.as_bytes()]);
        }
        Some(file)
    }

    /// Keeps the code of a module.
    pub(crate) fn store(&self, fingerprint: &str, key: &MachineCodeKey, code: &[u8]) -> io::Result<()> {
        let name = format!("{}-{:032x}.{EXTENSION}", file_key(fingerprint, key), xxh3_128(code));
        self.folder.write(&name, &[code])
    }
}

fn checksum_in_name<'a>(name: &'a str, key: &str) -> Option<&'a str> {
    name.strip_prefix(key)?.strip_prefix('-')?.strip_suffix(EXTENSION)?.strip_suffix('.')
}

fn summed(name: &str) -> String {
    format!("{name}.{SUMMED}")
}

/// Which file it is, and when it was last written or moved, which no program can set.
fn state_of(file: &File) -> Option<String> {
    let metadata = file.metadata().ok()?;
    let (device, inode, bytes) = (metadata.dev(), metadata.ino(), metadata.size());
    Some(format!("{device} {inode} {bytes} {}.{:09}", metadata.ctime(), metadata.ctime_nsec()))
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
