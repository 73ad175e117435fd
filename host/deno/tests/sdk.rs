//! The SDK as Deno gets it is the SDK as it is written.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use coral_deno::{PACKAGE, PACKAGE_SOURCES, hosted_sources, sdk_sources};

fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guest-sdk/sdk")
}

/// What only the engine needs.
const NOT_FOR_DENO: &[&str] = &["engine.ts", "transport_host.ts"];

/// The files in a folder and in those below, relative to `root`.
fn files(folder: &Path, root: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries
        .flat_map(|path| if path.is_dir() { files(&path, root) } else { BTreeSet::from([relative(&path, root)]) });
    found.collect()
}

fn relative(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn the_list_of_sources_is_complete() {
    let sources = package().join(PACKAGE_SOURCES);
    let on_disk: BTreeSet<_> =
        files(&sources, &sources).into_iter().filter(|path| !NOT_FOR_DENO.contains(&path.as_str())).collect();
    let listed: BTreeSet<_> =
        sdk_sources().iter().chain(hosted_sources()).map(|source| source.path.to_owned()).collect();
    assert_eq!(listed, on_disk);
}

#[test]
fn the_package_exports_what_it_has() {
    let package: serde_json::Value = serde_json::from_str(PACKAGE).unwrap();
    let exports = package["exports"].as_object().unwrap();
    assert!(exports.len() >= 5, "{exports:?}");
    for (name, path) in exports {
        let path = path.as_str().unwrap().strip_prefix("./src/").unwrap();
        assert!(sdk_sources().iter().any(|source| source.path == path), "{name}: {path}");
    }
}
