//! The SDK as Deno gets it is the SDK as it is written.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use coral_deno::{hosted_sources, sdk_sources};

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guest-sdk/sdk/src")
}

/// What only the engine needs.
const NOT_FOR_DENO: &[&str] = &["engine.ts", "transport_host.ts"];

#[test]
fn the_list_of_sources_is_complete() {
    let on_disk = fs::read_dir(sources()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let on_disk: BTreeSet<_> = on_disk.filter(|name| !NOT_FOR_DENO.contains(&name.as_str())).collect();
    let listed: BTreeSet<_> =
        sdk_sources().iter().chain(hosted_sources()).map(|source| source.name.to_owned()).collect();
    assert_eq!(listed, on_disk);
}
