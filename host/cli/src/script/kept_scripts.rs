//! Scripts that were compiled before, in the user's cache: a script whose files are as they were is not compiled again. Must
//! not know how one is compiled.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use coral_compiler::{CompiledScript, Provenance};
use coral_runtime::{JavaScript, Script, ScriptCache};
use serde::{Deserialize, Serialize};

use crate::script::wasm::cache_folder;

/// The compiled scripts of this user, as this program makes them.
pub struct KeptScripts {
    cache: ScriptCache,
    /// What tells this program from another version of it.
    program: String,
}

/// What is kept beside a script's code.
#[derive(Serialize, Deserialize)]
struct Record {
    provenance: Provenance,
    source_map: String,
}

impl KeptScripts {
    /// Those of this user; none on a machine without a home.
    pub fn of_user() -> Option<Self> {
        // Two builds of one version may compile differently, and are never two files of one size and moment.
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let program = format!("{} {} {}", program.len(), program.mtime(), program.mtime_nsec());
        Some(Self { cache: ScriptCache::new(cache_folder()?.join("scripts")), program })
    }

    /// A script with its source map and what it was compiled from, if that is still the same.
    pub fn load(&self, javascript: &JavaScript, script: &Path) -> Option<(Script, String, Provenance)> {
        let entry = script.canonicalize().ok()?;
        let judge = |record: &str| {
            let record: Record = serde_json::from_str(record).ok()?;
            record.provenance.is_current(&entry).then_some(record)
        };
        let (script, record) = self.cache.load(javascript, &self.name(&entry)?, judge)?;
        Some((script, record.source_map, record.provenance))
    }

    /// Keeps a script that was compiled just now. Where that fails, it is compiled again the next time.
    pub fn keep(&self, javascript: &JavaScript, script: &Script, compiled: &CompiledScript) {
        let CompiledScript { provenance, source_map, .. } = compiled;
        let entry = provenance.files.first().and_then(|(path, _)| self.name(path));
        let record = Record { provenance: provenance.clone(), source_map: source_map.clone() };
        if let (Some(name), Ok(record)) = (entry, serde_json::to_string(&record)) {
            let _ = self.cache.keep(javascript, &name, &record, script);
        }
    }

    fn name(&self, entry: &Path) -> Option<String> {
        Some(format!("{}\n{}", self.program, entry.to_str()?))
    }
}
