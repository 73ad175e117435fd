//! Scripts that this program has compiled, on disk, so that the next process need not compile them. It must not know what they
//! were compiled from: whoever keeps one says so in words of its own, and judges by them whether it still holds.
//!
//! As for compiled engines, a file is believed only if none but this user can have written it, and if its checksum is right.

use std::io::Read;
use std::path::PathBuf;

use wasmtime::component::Component;
use xxhash_rust::xxh3::xxh3_128;

use crate::machine_code::{file_key, native_key};
use crate::private_folder::PrivateFolder;
use crate::runtime::Origin;
use crate::{JavaScript, RuntimeError, Script};

/// How many scripts are kept at most.
const MOST: usize = 500;

/// What a file of a script may have, beyond which it is none of ours.
const MOST_BYTES: u64 = 64 << 20;

/// The bytes of a checksum, and of the length of what is said of a script.
const SUM: usize = 16;
const LENGTH: usize = 4;

/// A folder of compiled scripts, one file each.
#[derive(Debug, Clone)]
pub struct ScriptCache {
    folder: PrivateFolder,
}

impl ScriptCache {
    /// A cache in this folder, which is made when something is first kept.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder: PrivateFolder::new(folder) }
    }

    /// The script of a name, for this engine, if it is there and whole, and `judge` makes something of what is said of it.
    pub fn load<T>(
        &self,
        javascript: &JavaScript,
        name: &str,
        judge: impl FnOnce(&str) -> Option<T>,
    ) -> Option<(Script, T)> {
        let file = file_name(javascript, name);
        let mut bytes = Vec::new();
        self.folder.open(&file)?.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
        let loaded = parse(&bytes).and_then(|(about, code)| {
            let judged = judge(about)?;
            // SAFETY: the bytes are what a wasmtime of this version, target and settings wrote (its own check, and the
            // key in the file's name), undamaged (the checksum), in a file that only this user can have written.
            let component = unsafe { Component::deserialize(javascript.module().engine(), code) }.ok()?;
            Some((javascript.link(&component, Origin::Compiled).ok()?, judged))
        });
        if loaded.is_none() {
            // It is made again, and better.
            self.folder.remove(&file);
        }
        loaded
    }

    /// Keeps a script under a name, with what is to be said of it. Where that fails, the next process compiles it again.
    pub fn keep(&self, javascript: &JavaScript, name: &str, about: &str, script: &Script) -> Result<(), RuntimeError> {
        let code = script.component.instance_pre().component().serialize().map_err(RuntimeError::Component)?;
        let Ok(length) = u32::try_from(about.len()) else { return Ok(()) };
        let mut content = Vec::with_capacity(LENGTH + about.len() + code.len());
        content.extend(length.to_le_bytes());
        content.extend(about.as_bytes());
        content.extend(code);
        let written = self.folder.write(&file_name(javascript, name), &[&xxh3_128(&content).to_le_bytes(), &content]);
        if written.is_ok() {
            self.folder.thin_out(MOST);
        }
        Ok(())
    }
}

/// The file of a script: its name, its engine, and all that its machine code depends on.
fn file_name(javascript: &JavaScript, name: &str) -> String {
    file_key(&format!("{name}\n{}", javascript.fingerprint()), &native_key())
}

/// What is said of a script, and its code; none of a file that is damaged.
fn parse(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (sum, content) = bytes.split_first_chunk::<SUM>()?;
    if xxh3_128(content) != u128::from_le_bytes(*sum) {
        return None;
    }
    let (length, rest) = content.split_first_chunk::<LENGTH>()?;
    let (about, code) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    Some((std::str::from_utf8(about).ok()?, code))
}
