//! A bundle's bytes are put together here, and its file is written in one step.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::archive::ArchiveWriter;
use crate::bundle_error::{BundleError, Problem};
use crate::checksums::Checksums;
use crate::contents::{self, CHECKSUMS, MANIFEST, SIGNATURE};
use crate::{Bundle, BundleSignature, Manifest, SigningKey, SigningKeyError, manifest_text};

/// Why a bundle cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// What is wrong with its content.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// What is wrong with the key.
    #[error(transparent)]
    SigningKey(#[from] SigningKeyError),
}

/// The bytes of a bundle with this manifest and these files, signed if there is a key. The same content makes the same
/// bytes. The path is what errors call the bundle.
pub fn pack(
    path: &Path,
    manifest: &Manifest,
    files: &BTreeMap<String, Vec<u8>>,
    key: Option<&SigningKey>,
) -> Result<Vec<u8>, PackError> {
    let named = |problem| BundleError::new(path, problem);
    if let Some(unsound) = files.keys().find(|path| !contents::is_sound_path(path)) {
        return Err(named(Problem::Path { path: unsound.clone() }).into());
    }
    let manifest = manifest_text::write(manifest).map_err(named)?;
    let mut contents: BTreeMap<&str, &[u8]> = files.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])).collect();
    contents.insert(MANIFEST, &manifest);
    let sums = Checksums::of(contents.iter().map(|(path, content)| (*path, *content)));
    let signature = key.map(|key| BundleSignature::make(key, sums.to_string().as_bytes())).transpose()?;
    let bytes = assemble(&sums, signature.as_ref(), &contents).map_err(named)?;
    // What is written can be read, by the very rules by which it is.
    Bundle::from_bytes(path, bytes.clone())?;
    Ok(bytes)
}

/// The bytes of the same bundle with this signature in place of the one that it may have.
pub fn with_signature(bundle: &Bundle, signature: &BundleSignature) -> Result<Vec<u8>, BundleError> {
    let contents = bundle.contents()?;
    let contents = contents.iter().map(|(path, content)| (*path, &content[..])).collect();
    let bytes = assemble(bundle.sums(), Some(signature), &contents);
    let bytes = bytes.map_err(|problem| BundleError::new(bundle.path(), problem))?;
    Bundle::from_bytes(bundle.path(), bytes.clone())?;
    Ok(bytes)
}

fn assemble(
    sums: &Checksums,
    signature: Option<&BundleSignature>,
    contents: &BTreeMap<&str, &[u8]>,
) -> Result<Vec<u8>, Problem> {
    let mut archive = ArchiveWriter::default();
    archive.add(CHECKSUMS, sums.to_string().as_bytes())?;
    if let Some(signature) = signature {
        archive.add(SIGNATURE, signature.armored().as_bytes())?;
    }
    for path in contents::in_order(sums) {
        archive.add(path, contents.get(path).copied().unwrap_or_default())?;
    }
    Ok(archive.finish())
}

/// Writes a bundle's file in one step: whoever opens it finds the old one or the new one, whole.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), BundleError> {
    // What a link leads to is replaced, not the link.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // As any new file, unless there is one whose mode someone chose.
    let mode = fs::metadata(path).map_or(0o666, |metadata| metadata.permissions().mode() & 0o777);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let write = || {
        let mut file = tempfile::Builder::new().permissions(Permissions::from_mode(mode)).tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error: io::Error| {
        // The crate names its temporary file behind the reason, which says nothing to anyone.
        let text = error.to_string();
        let reason = text.split_once(" at path ").map_or(text.as_str(), |(reason, _)| reason);
        BundleError::new(path, Problem::Unwritable(reason.to_owned()))
    })
}
