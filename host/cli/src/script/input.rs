//! What a verb was given to run: TypeScript, a component, or a bundle of several scripts. The file's first bytes say which.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use coral_bundle::{EXTENSION, ScriptDescription};

use crate::bundle::trust::{AcceptedBundle, BundleTrust};
use crate::failure::Failure;
use crate::script::bundled;
use crate::script::component;

/// What a verb was given to run.
pub enum ScriptInput {
    /// A script's source.
    Source(PathBuf),
    /// A WASM component.
    Component(PathBuf, Vec<u8>),
    /// A bundle, and who signed it if they are trusted.
    Bundle(Arc<AcceptedBundle>),
}

/// The magic number of WebAssembly, and what follows it in a component.
const WASM: &[u8] = b"\0asm";
const COMPONENT: &[u8] = &[0x0d, 0, 1, 0];

/// What a tar file says that it is, and where.
const TAR: &[u8] = b"ustar";
const TAR_AT: usize = 257;

impl ScriptInput {
    /// Opens a file. One that is not there is a source, whose compiler will say so.
    pub fn open(path: &Path, trust: &BundleTrust) -> Result<Self, Failure> {
        let head = head(path).with_context(|| format!("could not read {}", path.display()))?;
        let is_bundle = head.get(TAR_AT..).is_some_and(|rest| rest.starts_with(TAR));
        match head.strip_prefix(WASM) {
            // One that is cut off in its first bytes too.
            Some(rest) if rest.starts_with(COMPONENT) || COMPONENT.starts_with(rest) => {
                trust.refuse_unsigned(path)?;
                let bytes = fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
                Ok(Self::Component(path.to_path_buf(), bytes))
            }
            Some(_) => Err(Failure::from(anyhow::anyhow!(
                "{} is a core module, and scripts are components: make one of it with `wasm-tools component new`",
                path.display()
            ))),
            None if is_bundle || path.extension().is_some_and(|extension| extension == EXTENSION) => {
                Ok(Self::Bundle(Arc::new(trust.open(path)?)))
            }
            None => {
                trust.refuse_unsigned(path)?;
                Ok(Self::Source(path.to_path_buf()))
            }
        }
    }

    /// The name of the script, and what it says of itself. `name` chooses one out of a bundle.
    pub fn describe(&self, name: Option<&str>) -> Result<(String, ScriptDescription), Failure> {
        match (self, name) {
            (Self::Bundle(accepted), name) => {
                let (name, entry) = bundled::choose(&accepted.bundle, name)?;
                Ok((name.to_string(), entry.about.clone()))
            }
            (Self::Source(path) | Self::Component(path, _), Some(name)) => Err(Failure::usage(format!(
                "{} is one script: leave out {name:?}, which would name one of a bundle",
                path.display()
            ))),
            #[cfg(feature = "compiler")]
            (Self::Source(path), None) => crate::script::source::describe(path),
            #[cfg(not(feature = "compiler"))]
            (Self::Source(path), None) => Err(component::no_compiler(path)),
            (Self::Component(path, bytes), None) => component::describe(path, bytes),
        }
    }
}

/// A file's first bytes; none of what is no file.
fn head(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(512);
    let read = File::open(path).and_then(|file| file.take(512).read_to_end(&mut head));
    match read {
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => Err(error),
        _ => Ok(head),
    }
}
