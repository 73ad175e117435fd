//! Bundles that a stranger packed. The input is a bundle's bytes, or the texts of its files: `path` and `content` in turns,
//! with a line of dashes between, the manifest's content first, which are packed with the right checksums.

#![no_main]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use coral_bundle::{Bundle, pack};
use libfuzzer_sys::fuzz_target;
use sha2::{Digest, Sha256};

const SEPARATOR: &[u8] = b"\n--------\n";

fuzz_target!(|input: &[u8]| {
    let path = Path::new("fuzzed.coralbundle");
    let pieces = split(input);
    let bytes = if pieces.len() == 1 { Some(input.to_vec()) } else { packed(pieces) };
    let Some(bytes) = bytes else { return };
    let bundle = match Bundle::from_bytes(path, bytes.clone()) {
        Ok(bundle) => bundle,
        Err(error) => return assert!(error.to_string().starts_with("fuzzed.coralbundle: "), "{error}"),
    };
    // What a bundle holds without signature and machine code can be packed again, and makes the same bytes.
    let listed = |file: &&str| bundle.checksum(file).is_some() && *file != "manifest.json";
    let files: Option<BTreeMap<String, Vec<u8>>> = bundle
        .files()
        .map(|(file, _)| file)
        .filter(listed)
        .map(|file| Some((file.to_owned(), bundle.read(file).ok()?)))
        .collect();
    if let (Some(files), None) = (files, bundle.signature()) {
        let again = pack(path, bundle.manifest(), &files, None).expect("a bundle that was read");
        assert!(again == bytes, "two sequences of bytes are one bundle");
    }
});

fn split(mut input: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    while let Some(place) = input.windows(SEPARATOR.len()).position(|window| window == SEPARATOR) {
        pieces.push(&input[..place]);
        input = &input[place + SEPARATOR.len()..];
    }
    pieces.push(input);
    pieces
}

/// An archive of the files that the input holds; none if a path is too long for one.
fn packed(pieces: Vec<&[u8]>) -> Option<Vec<u8>> {
    let mut pieces = pieces.into_iter();
    let manifest = pieces.next()?;
    let mut files = BTreeMap::from([("manifest.json", manifest)]);
    while let (Some(path), Some(content)) = (pieces.next(), pieces.next()) {
        files.insert(str::from_utf8(path).ok()?, content);
    }
    let mut sums = String::new();
    for (path, content) in &files {
        writeln!(sums, "{}  {path}", hexadecimal(&Sha256::digest(content))).ok()?;
    }
    let mut archive = Vec::new();
    append(&mut archive, "SHA256SUMS", sums.as_bytes())?;
    append(&mut archive, "manifest.json", manifest)?;
    files.remove("manifest.json");
    files.into_iter().try_for_each(|(path, content)| append(&mut archive, path, content))?;
    archive.resize(archive.len() + 1024, 0);
    Some(archive)
}

fn append(archive: &mut Vec<u8>, path: &str, content: &[u8]) -> Option<()> {
    let mut header = tar::Header::new_ustar();
    header.set_path(path).ok()?;
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(content.len() as u64);
    header.set_cksum();
    archive.extend_from_slice(header.as_bytes());
    archive.extend_from_slice(content);
    archive.resize(archive.len().next_multiple_of(512), 0);
    Some(())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
