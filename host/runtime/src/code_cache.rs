//! Compiled engines on disk, so that a process need not compile its engine. It must not know what is compiled.
//!
//! wasmtime trusts compiled code entirely: who can write it can run anything. So it is loaded only from a folder and a
//! file that belong to this user and that no one else can write, and only if its checksum, which is part of its name, is
//! right. All else is compiled anew.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use wasmtime::{Engine, Module};
use xxhash_rust::xxh3::xxh3_128;

const EXTENSION: &str = "cwasm";

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

    /// The compiled module, from the cache or by compiling it. A cache that cannot be read or written costs time and
    /// is no error.
    pub fn load_or_compile(&self, engine: &Engine, module: &[u8], fingerprint: &str) -> wasmtime::Result<Module> {
        let key = key(engine, fingerprint);
        if let Some(module) = self.load(engine, &key) {
            return Ok(module);
        }
        let module = Module::new(engine, module)?;
        if let Ok(code) = module.serialize() {
            // Such as a full disk: the next process compiles once more.
            let _ = self.store(&key, &code);
        }
        Ok(module)
    }

    fn load(&self, engine: &Engine, key: &str) -> Option<Module> {
        let folder = fs::symlink_metadata(&self.folder).ok()?;
        if !folder.is_dir() || !is_ours(&folder) {
            return None;
        }
        for entry in fs::read_dir(&self.folder).ok()?.flatten() {
            let name = entry.file_name();
            let Some(checksum) = name.to_str().and_then(|name| checksum_in_name(name, key)) else { continue };
            let Some(module) = load_checked(engine, &entry.path(), checksum) else {
                let _ = fs::remove_file(entry.path());
                continue;
            };
            return Some(module);
        }
        None
    }

    fn store(&self, key: &str, code: &[u8]) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
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

/// Everything that compiled code depends on: what was compiled, and wasmtime's version, target and settings.
fn key(engine: &Engine, fingerprint: &str) -> String {
    let mut hasher = DefaultHasher::new();
    fingerprint.hash(&mut hasher);
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn checksum_in_name<'a>(name: &'a str, key: &str) -> Option<&'a str> {
    name.strip_prefix(key)?.strip_prefix('-')?.strip_suffix(EXTENSION)?.strip_suffix('.')
}

fn load_checked(engine: &Engine, path: &Path, checksum: &str) -> Option<Module> {
    let metadata = fs::symlink_metadata(path).ok()?;
    if !metadata.is_file() || !is_ours(&metadata) {
        return None;
    }
    let code = read(path)?;
    if format!("{:032x}", xxh3_128(&code)) != checksum {
        return None;
    }
    // SAFETY: the bytes are what a wasmtime of this version, target and settings wrote (its own check, and the key),
    // undamaged (the checksum), in a file that only this user can have written (its owner and mode, and its folder's).
    unsafe { Module::deserialize(engine, &code) }.ok()
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let mut code = Vec::new();
    io::Read::read_to_end(&mut File::open(path).ok()?, &mut code).ok()?;
    Some(code)
}

/// Whether only this user can have written it.
fn is_ours(metadata: &fs::Metadata) -> bool {
    metadata.uid() == rustix::process::geteuid().as_raw() && metadata.mode() & 0o022 == 0
}
