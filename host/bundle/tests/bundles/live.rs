//! A bundle that follows its file: the old one or the new one, whole, and each refusal once.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use coral_bundle::{Bundle, CheckError, LiveBundle, pack, write_atomically};
use insta::assert_snapshot;

use crate::laboratory::{Folder, bytes, content, key, path, text};

fn any(_: &Bundle) -> Result<(), CheckError> {
    Ok(())
}

/// The version that is used, and why another is not.
fn look<T>(live: &LiveBundle<T>) -> (String, Option<String>) {
    let current = live.current();
    let refusal = current.refusal.map(|error| text(&error));
    (current.accepted.bundle.manifest().version.to_string(), refusal)
}

fn uses(version: &str) -> (String, Option<String>) {
    (version.to_owned(), None)
}

#[test]
fn a_newer_bundle_takes_the_place_of_the_old_one() {
    let folder = Folder::new();
    let file = folder.write("scripts.coralbundle", bytes("1.2.0", None));
    let live = LiveBundle::open(&file, any).unwrap();
    let first = live.current().accepted;
    assert_eq!(look(&live), uses("1.2.0"));
    write_atomically(&file, &bytes("1.3.0", None)).unwrap();
    assert_eq!(look(&live), uses("1.3.0"));
    fs::write(&file, bytes("1.4.0", None)).unwrap();
    assert_eq!(look(&live), uses("1.4.0"));
    // Who still works with the old one has it whole.
    assert_eq!(first.bundle.manifest().version.to_string(), "1.2.0");
    first.bundle.verify().unwrap();
}

#[test]
fn the_same_bundle_again_is_no_change() {
    let folder = Folder::new();
    let file = folder.write("scripts.coralbundle", bytes("1.2.0", None));
    let live = LiveBundle::open(&file, any).unwrap();
    let before = live.current().accepted;
    write_atomically(&file, &bytes("1.2.0", None)).unwrap();
    assert!(std::sync::Arc::ptr_eq(&before, &live.current().accepted));
}

#[test]
fn whatever_is_not_accepted_leaves_the_old_one_in_use_and_is_said_once() {
    let folder = Folder::new();
    let sound = bytes("1.2.0", None);
    let file = folder.write("scripts.coralbundle", &sound);
    let live = LiveBundle::open(&file, any).unwrap();
    let mut refusals = Vec::new();
    let mut see = |live: &LiveBundle<()>| {
        let (version, refusal) = look(live);
        assert_eq!(version, "1.2.0");
        refusals.push(refusal.unwrap());
        assert_eq!(look(live), uses("1.2.0"), "it is said again");
        live.current().accepted.bundle.verify().unwrap();
    };
    fs::write(&file, &bytes("1.3.0", None)[..3_000]).unwrap();
    see(&live);
    let mut damaged = bytes("1.3.0", None);
    let last = damaged.len() - 1_600;
    damaged[last] ^= 1;
    fs::write(&file, damaged).unwrap();
    see(&live);
    write_atomically(&file, &bytes("1.1.0", None)).unwrap();
    see(&live);
    let (mut manifest, files) = content("1.3.0");
    manifest.name = "other".parse().unwrap();
    write_atomically(&file, &pack(path(), &manifest, &files, None).unwrap()).unwrap();
    see(&live);
    fs::remove_file(&file).unwrap();
    see(&live);
    write_atomically(&file, &bytes("1.3.0", None)).unwrap();
    assert_eq!(look(&live), uses("1.3.0"));
    assert_snapshot!(refusals.join("\n"), @"
    scripts.coralbundle: the bundle is cut off after 3000 bytes, within or behind SHA256SUMS: fetch it again
    scripts.coralbundle: the bundle is damaged, or was packed by another tool, at byte 15872, behind precompiled/x86_64/high: fetch it again, or make it with coral-wasm bundle
    scripts.coralbundle: version 1.1.0 of the bundle is in it now, which is older than 1.2.0, which is used
    scripts.coralbundle: it holds the bundle other now, and scripts is used
    scripts.coralbundle: could not read the bundle: No such file or directory (os error 2)
    ");
}

#[test]
fn the_callers_check_has_the_last_word() {
    let folder = Folder::new();
    let file = folder.write("scripts.coralbundle", bytes("1.2.0", Some(&key("a"))));
    let signed = |bundle: &Bundle| -> Result<String, CheckError> {
        Ok(bundle.signature().ok_or("it is not signed")?.key().fingerprint())
    };
    let live = LiveBundle::open(&file, signed).unwrap();
    let before = live.current().accepted.verdict.clone();
    fs::write(&file, bytes("1.3.0", None)).unwrap();
    assert_eq!(look(&live), ("1.2.0".to_owned(), Some("it is not signed".to_owned())));
    fs::write(&file, bytes("1.2.0", Some(&key("b")))).unwrap();
    assert_eq!(look(&live), uses("1.2.0"));
    assert_ne!(live.current().accepted.verdict, before, "another signature is another bundle");
    fs::write(&file, bytes("1.3.0", None)).unwrap();
    assert_eq!(LiveBundle::open(&file, signed).err().unwrap().to_string(), "it is not signed");
}

#[test]
fn a_file_that_is_overwritten_all_the_time_never_gives_a_mixture() {
    let folder = Folder::new();
    let versions: Vec<Vec<u8>> = (0..8).map(|patch| bytes(&format!("1.0.{patch}"), None)).collect();
    let file = folder.write("scripts.coralbundle", &versions[0]);
    let live = LiveBundle::open(&file, any).unwrap();
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..20 {
                for version in &versions {
                    // In place, as cp does: for a moment the file is cut, then half old and half new.
                    fs::write(&file, version).unwrap();
                }
            }
            is_done.store(true, Ordering::Relaxed);
        });
        while !is_done.load(Ordering::Relaxed) {
            live.current().accepted.bundle.verify().unwrap();
        }
    });
    assert_eq!(look(&live), uses("1.0.7"));
}
