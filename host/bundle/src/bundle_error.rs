//! What may be wrong with a bundle's file, in words for whom it was given to.

use std::io;
use std::path::{Path, PathBuf};

use crate::{Digest, InvalidParameter, Name, SignatureError};

/// A bundle that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct BundleError {
    path: PathBuf,
    problem: Problem,
}

impl BundleError {
    pub(crate) fn new(path: &Path, problem: impl Into<Problem>) -> Self {
        Self { path: path.to_owned(), problem: problem.into() }
    }

    /// What is wrong, without the file's name.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

/// What is wrong with a bundle.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the texts say it")]
pub enum Problem {
    #[error("could not read the bundle: {0}")]
    Unreadable(#[from] io::Error),
    #[error("could not write the bundle: {0}")]
    Unwritable(String),
    #[error("it is no bundle: it does not begin with SHA256SUMS; make one with coral-wasm bundle")]
    NoBundle,
    #[error("the bundle is cut off after {size} bytes, within or behind {path}: fetch it again")]
    Cut { size: u64, path: String },
    #[error(
        "the bundle is damaged, or was packed by another tool, at byte {offset}, behind {path}: fetch it again, or make it \
         with coral-wasm bundle"
    )]
    Foreign { offset: u64, path: String },
    #[error("the bundle is damaged at byte {offset}: something is hidden behind {path}; fetch it again")]
    Padding { offset: u64, path: String },
    #[error("the bundle does not end where it says, at byte {offset}: fetch it again")]
    Surplus { offset: u64 },
    #[error("{what} has {size} bytes, and at most {limit} are read")]
    TooLarge { what: String, size: u64, limit: u64 },
    #[error("the bundle has more than {limit} files")]
    TooMany { limit: usize },
    #[error(
        "{path:?} cannot be the path of a file in a bundle: it has 1 to 100 letters (A to Z), digits and -_.@+, and / between folders"
    )]
    Path { path: String },
    #[error("line {line} of SHA256SUMS is not as sha256sum writes it, sorted by path: fetch the bundle again")]
    Checksums { line: usize },
    #[error("the bundle holds {found} in the place of {expected}: fetch it again, or make it with coral-wasm bundle")]
    Order { found: String, expected: String },
    #[error("{path} is damaged: its SHA-256 is {found}, and SHA256SUMS says {expected}; fetch the bundle again")]
    Mismatch { path: String, found: Digest, expected: Digest },
    #[error("SHA256SUMS.sig: {0}")]
    Signature(#[from] SignatureError),
    #[error("the bundle has format {found}, and this coral-wasm reads format {known}: {}", format_remedy(*found, *known))]
    Format { found: u64, known: u32 },
    #[error("manifest.json is no manifest: {0}")]
    Manifest(String),
    #[error("manifest.json names {path}, which is not in the bundle")]
    Missing { path: String },
    #[error("manifest.json does not name {path}, which is in the bundle")]
    Unnamed { path: String },
    #[error("manifest.json names {path} as {what}, which must be {expected}")]
    Misplaced { path: String, what: &'static str, expected: &'static str },
    #[error("manifest.json calls a module {name}, and what it consists of makes {found}")]
    ModuleName { name: String, found: Digest },
    #[error("manifest.json: the script {script} {problem}")]
    Script { script: Name, problem: String },
    #[error("manifest.json: the script {script}: {problem}")]
    Parameter { script: Name, problem: InvalidParameter },
    #[error("{path} is not in the bundle")]
    NoSuchFile { path: String },
    #[error("{path} is machine code, which is taken only from a signer who is trusted (--trust)")]
    Untrusted { path: String },
}

fn format_remedy(found: u64, known: u32) -> &'static str {
    if found > u64::from(known) { "use a newer coral-wasm" } else { "make it again with coral-wasm bundle" }
}
