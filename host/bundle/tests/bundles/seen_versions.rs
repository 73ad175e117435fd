//! The memory of versions: an older bundle is refused where a newer one was run.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::sync::Barrier;

use coral_bundle::{Bundle, SeenVersions, SigningKey, TrustedSigner};
use insta::assert_snapshot;

use crate::laboratory::{Folder, bundle, judge, key, text};

/// A bundle of this version that the key signed, and the proof that one of these is trusted.
fn signed(version: &str, key: &SigningKey, trusted: &[&SigningKey]) -> (Bundle, TrustedSigner) {
    let bundle = bundle(version, Some(key));
    let lines: String = trusted.iter().map(|key| format!("{}\n", key.public_key())).collect();
    let signer = judge(&bundle, &lines, None).unwrap();
    (bundle, signer)
}

#[test]
fn an_older_version_is_refused_and_an_equal_or_newer_one_is_not() {
    let folder = Folder::new();
    let file = folder.path("state/coral-wasm/bundles.json");
    let memory = SeenVersions::new(file.clone());
    let key = key("a");
    let remember = |version: &str| {
        let (bundle, signer) = signed(version, &key, &[&key]);
        memory.check(&bundle, &signer)?;
        memory.remember(&bundle, &signer)
    };
    for version in ["1.2.0", "1.2.0", "1.10.0"] {
        remember(version).unwrap();
    }
    assert_snapshot!(
        text(&remember("1.9.0").unwrap_err()),
        @"scripts.coralbundle: version 1.9.0 of the bundle is older than 1.10.0, which was run before: fetch the newer one, or run with --allow-downgrade"
    );
    assert!(remember("1.10.0-rc.1").is_err());
    remember("2.0.0-rc.1").unwrap();
    remember("2.0.0").unwrap();
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(
        written.replace(&key.public_key().fingerprint(), "KEY").split_whitespace().collect::<String>(),
        r#"{"seen":{"KEY":{"scripts":"2.0.0"}}}"#
    );
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(file.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "something temporary is left");
}

#[test]
fn a_check_remembers_nothing_and_news_alone_are_written() {
    let folder = Folder::new();
    let file = folder.path("bundles.json");
    let memory = SeenVersions::new(file.clone());
    let key = key("a");
    let (bundle, signer) = signed("1.2.0", &key, &[&key]);
    memory.check(&bundle, &signer).unwrap();
    assert!(!file.exists());
    memory.remember(&bundle, &signer).unwrap();
    let before = fs::metadata(&file).unwrap().ino();
    memory.remember(&bundle, &signer).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().ino(), before, "the file was written again");
}

#[test]
fn a_version_counts_for_all_keys_that_are_trusted_together_and_for_no_other() {
    let memory_file = Folder::new();
    let memory = SeenVersions::new(memory_file.path("bundles.json"));
    let (old, new, elsewhere) = (key("old"), key("new"), key("elsewhere"));
    let (bundle, signer) = signed("2.0.0", &new, &[&old, &new]);
    memory.remember(&bundle, &signer).unwrap();
    // The key was rotated, both are trusted: what the old one signed is no way around.
    let (bundle, signer) = signed("1.0.0", &old, &[&old, &new]);
    assert!(memory.check(&bundle, &signer).is_err());
    // Another team's bundle of the same name, trusted by another command.
    let (bundle, signer) = signed("1.0.0", &elsewhere, &[&elsewhere]);
    memory.remember(&bundle, &signer).unwrap();
}

#[test]
fn a_memory_that_cannot_be_read_is_an_error() {
    let folder = Folder::new();
    let key = key("a");
    let (bundle, signer) = signed("1.2.0", &key, &[&key]);
    let mistake = |content: &[u8]| {
        let memory = SeenVersions::new(folder.write("bundles.json", content));
        text(&memory.remember(&bundle, &signer).unwrap_err())
    };
    assert_snapshot!(mistake(b""), @"bundles.json, which remembers the versions of bundles, is damaged: EOF while parsing a value at line 1 column 0; remove it, or run with --allow-downgrade");
    for content in ["{}", "[]", r#"{"seen":{"a":{"scripts":"1"}}}"#, r#"{"seen":{},"more":1}"#] {
        assert!(mistake(content.as_bytes()).contains("is damaged"), "{content}");
    }
    let memory = SeenVersions::new(folder.path("bundles.json/below"));
    assert!(text(&memory.remember(&bundle, &signer).unwrap_err()).contains("run with --allow-downgrade to do without"));
}

#[test]
fn of_many_who_remember_at_once_the_highest_stays() {
    let folder = Folder::new();
    let file = folder.path("bundles.json");
    let key = key("a");
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        for patch in 0..8 {
            let (file, key, start) = (file.clone(), &key, &start);
            scope.spawn(move || {
                let (bundle, signer) = signed(&format!("1.0.{patch}"), key, &[key]);
                start.wait();
                // Refused if a higher one came first.
                let _ = SeenVersions::new(file).remember(&bundle, &signer);
            });
        }
    });
    assert!(fs::read_to_string(&file).unwrap().contains("\"1.0.7\""));
}
