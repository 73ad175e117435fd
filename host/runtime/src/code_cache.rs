//! Compiled engines on disk, so that a process need not compile its engine. It must not know what is compiled.
//!
//! wasmtime trusts compiled code entirely: who can write it can run anything. So it is loaded only from a folder and a
//! file that belong to this user and that no one else can write, and only if its checksum, which is part of its name, is
//! right. All else is compiled anew.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use coral_bundle::MachineCodeKey;
use wasmtime::{Engine, Module};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::machine_code::file_key;
use crate::private_folder::PrivateFolder;

const EXTENSION: &str = "cwasm";

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
            let loaded = self.folder.open(&name).and_then(|file| load_checked(engine, file, checksum));
            if loaded.is_some() {
                return loaded;
            }
            self.folder.remove(&name);
        }
        None
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

fn load_checked(engine: &Engine, mut file: File, checksum: &str) -> Option<Module> {
    if checksum_of(&mut file)? != checksum {
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
