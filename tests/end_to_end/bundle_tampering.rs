//! Bundles that were changed on their way: whatever was done to them is told apart, and none is taken.

use std::fs;

use insta::assert_snapshot;

use crate::program::Workspace;
use crate::small_bundle::{signed_bundle, small_bundle, tool};

const BUNDLE: &str = "scripts.coralbundle";

/// What is said of a signed bundle after this was done to its bytes, with and without trust.
#[track_caller]
fn said_of(change: impl FnOnce(&mut Vec<u8>)) -> String {
    let workspace = signed_bundle();
    let mut bytes = fs::read(workspace.path(BUNDLE)).unwrap();
    change(&mut bytes);
    workspace.write(BUNDLE, bytes);
    said(&workspace)
}

#[track_caller]
fn said(workspace: &Workspace) -> String {
    let finished = workspace.coral(&["verify", BUNDLE]).expect_code(1);
    assert_eq!(finished.stdout, "");
    let trusting = workspace.coral(&["verify", BUNDLE, "--trust", "key.pub"]).expect_code(1);
    assert_eq!(trusting.stderr, finished.stderr);
    finished.stderr
}

/// Where this content stands in a bundle.
fn find(bytes: &[u8], content: &str) -> usize {
    bytes.windows(content.len()).position(|window| window == content.as_bytes()).unwrap()
}

fn replace(bytes: &mut [u8], content: &str, by: &str) {
    let place = find(bytes, content);
    bytes[place..place + by.len()].copy_from_slice(by.as_bytes());
}

#[test]
fn a_changed_file_is_named() {
    assert_snapshot!(
        said_of(|bytes| replace(bytes, "no component", "NO COMPONENT")),
        @"error: scripts.coralbundle: plugins/plugin.wasm is damaged: its SHA-256 is 333d306e063bdce3874849a24a64c853e5e2595dbc0f288962dcfa0c1ba7560a, and SHA256SUMS says 809a2841a76367cf095551e1442260747ed151c15d6fe1a257ea2acbe721eb16; fetch the bundle again"
    );
}

#[test]
fn a_changed_manifest_is_named() {
    assert_snapshot!(
        said_of(|bytes| replace(bytes, "\"version\": \"1.2.0\"", "\"version\": \"9.2.0\"")),
        @"error: scripts.coralbundle: manifest.json is damaged: its SHA-256 is d7e28a3d6ee28891e88befeb83bfd119edc7d009805805e08793cdf02b1cfe11, and SHA256SUMS says a171bf0fad9539aff98582b09a88ae287d59f1bdeefbc5b962af0847cc63cec1; fetch the bundle again"
    );
}

#[test]
fn changed_checksums_do_not_fit_the_signature() {
    assert_snapshot!(
        said_of(|bytes| {
            let sum = tool(&Workspace::new(), "printf 'NO COMPONENT' | sha256sum");
            let line = find(bytes, "  plugins/plugin.wasm");
            bytes[line - 64..line].copy_from_slice(&sum.as_bytes()[..64]);
            replace(bytes, "no component", "NO COMPONENT");
        }),
        @"error: scripts.coralbundle: SHA256SUMS.sig: the signature does not verify: the bundle or its signature was changed after it was signed; fetch it again"
    );
}

#[test]
fn a_signature_of_another_bundle_does_not_fit() {
    let workspace = signed_bundle();
    let other = Workspace::new();
    fs::copy(workspace.path("key"), other.path("key")).unwrap();
    other.write(BUNDLE, small_bundle("1.3.0"));
    other.coral(&["sign", BUNDLE, "--key", "key"]).expect_code(0);
    let (mut bytes, others) = (fs::read(workspace.path(BUNDLE)).unwrap(), fs::read(other.path(BUNDLE)).unwrap());
    let place = find(&bytes, "-----BEGIN SSH SIGNATURE-----");
    bytes[place..place + 512].copy_from_slice(&others[place..place + 512]);
    workspace.write(BUNDLE, bytes);
    assert_snapshot!(said(&workspace), @"error: scripts.coralbundle: SHA256SUMS.sig: the signature does not verify: the bundle or its signature was changed after it was signed; fetch it again");
}

#[test]
fn a_bundle_that_is_cut_off_or_goes_on_is_no_bundle() {
    assert_snapshot!(said_of(|bytes| bytes.truncate(4_000)), @"error: scripts.coralbundle: the bundle is cut off after 4000 bytes, within or behind manifest.json: fetch it again");
    assert_snapshot!(said_of(|bytes| bytes.truncate(bytes.len() - 512)), @"error: scripts.coralbundle: the bundle is cut off after 4608 bytes, within or behind plugins/plugin.wasm: fetch it again");
    assert_snapshot!(said_of(|bytes| bytes.extend([0; 512])), @"error: scripts.coralbundle: the bundle does not end where it says, at byte 4096: fetch it again");
    assert_snapshot!(said_of(Vec::clear), @"error: scripts.coralbundle: it is no bundle: it does not begin with SHA256SUMS; make one with coral-wasm bundle");
    assert_snapshot!(said_of(|bytes| *bytes = b"PK\x03\x04 is how a ZIP begins".repeat(100)), @"error: scripts.coralbundle: it is no bundle: it does not begin with SHA256SUMS; make one with coral-wasm bundle");
}

#[test]
fn something_hidden_between_files_is_found() {
    assert_snapshot!(
        said_of(|bytes| {
            let place = find(bytes, "no component") + 100;
            bytes[place..place + 6].copy_from_slice(b"hidden");
        }),
        @"error: scripts.coralbundle: the bundle is damaged at byte 3596: something is hidden behind plugins/plugin.wasm; fetch it again"
    );
}

#[test]
fn a_bundle_that_tar_packed_again_is_named() {
    for command in [
        "tar cf ../scripts.coralbundle *",
        "tar cf ../scripts.coralbundle SHA256SUMS SHA256SUMS.sig manifest.json plugins/plugin.wasm",
        "tar cf ../scripts.coralbundle --format=ustar --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=644 \
         SHA256SUMS SHA256SUMS.sig manifest.json plugins/plugin.wasm",
    ] {
        let workspace = signed_bundle();
        tool(&workspace, &format!("mkdir out; cd out; tar xf ../scripts.coralbundle; {command}"));
        let text = said(&workspace);
        assert!(
            text.contains("it does not begin with SHA256SUMS") || text.contains("packed by another tool"),
            "{text}"
        );
    }
}

#[test]
fn a_damaged_bundle_is_not_signed() {
    let workspace = signed_bundle();
    let mut bytes = fs::read(workspace.path(BUNDLE)).unwrap();
    replace(&mut bytes, "no component", "NO COMPONENT");
    workspace.write(BUNDLE, &bytes);
    let refused = workspace.coral(&["sign", BUNDLE, "--key", "key"]).expect_code(1);
    assert!(refused.stderr.contains("plugins/plugin.wasm is damaged"), "{}", refused.stderr);
    assert_eq!(fs::read(workspace.path(BUNDLE)).unwrap(), bytes);
}

#[test]
fn a_failure_is_reported_as_json_too() {
    let workspace = Workspace::new().with(BUNDLE, "");
    assert_snapshot!(workspace.coral(&["verify", BUNDLE, "-o", "json"]).expect_code(1).stdout, @r#"
    {
      "bundle": "scripts.coralbundle",
      "exit_code": 1,
      "error": {
        "message": "error: scripts.coralbundle: it is no bundle: it does not begin with SHA256SUMS; make one with coral-wasm bundle"
      }
    }
    "#);
}

/// A signed bundle of a script that says so when it runs.
fn telling_bundle(flags: &[&str]) -> Workspace {
    let workspace = Workspace::with_script("console.log('EXECUTED');");
    workspace.coral(&["key", "new", "key"]).expect_code(0);
    let bundle = ["bundle", "script.ts", "--name", "scripts", "--sign", "key", "-q"];
    workspace.coral(&[&bundle, flags].concat()).expect_code(0);
    workspace
}

/// Nothing of a bundle whose bytes are these is run, and what is wrong is said.
#[track_caller]
fn never_runs(workspace: &Workspace, bytes: &[u8], flags: &[&str]) {
    workspace.write(BUNDLE, bytes);
    let finished = workspace.coral(&[&["run", BUNDLE, "-q"], flags].concat());
    // Too short to be known as a tar, it is a bundle by its name still.
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), ""), "{finished:?}");
    assert!(finished.stderr.starts_with("error: scripts.coralbundle: "), "{}", finished.stderr);
}

#[test]
fn no_bundle_runs_with_a_flipped_byte_in_any_of_its_blocks() {
    let workspace = telling_bundle(&["--sources"]);
    let sound = fs::read(workspace.path(BUNDLE)).unwrap();
    let finished = workspace.coral(&["run", BUNDLE, "-q", "--trust", "key.pub"]).expect_code(0);
    assert_eq!(finished.stdout, "EXECUTED\n");
    for block in (0..sound.len()).step_by(512) {
        // With each block another place in it, and another bit.
        let place = block + block / 512 * 37 % 512;
        let mut bytes = sound.clone();
        bytes[place] ^= 1 << (block / 512 % 8);
        never_runs(&workspace, &bytes, if block % 1024 == 0 { &[] } else { &["--trust", "key.pub"] });
    }
}

#[test]
fn no_bundle_runs_that_is_cut_at_any_of_its_blocks() {
    let workspace = telling_bundle(&[]);
    let sound = fs::read(workspace.path(BUNDLE)).unwrap();
    for end in (0..sound.len()).step_by(512).flat_map(|block| [block, block + 300]) {
        never_runs(&workspace, &sound[..end], &[]);
    }
}

#[test]
fn machine_code_that_was_changed_is_never_run() {
    let workspace = telling_bundle(&["--aot"]);
    let sound = fs::read(workspace.path(BUNDLE)).unwrap();
    let listed = tool(&workspace, "tar tRvf scripts.coralbundle | grep precompiled");
    let blocks: Vec<usize> =
        listed.lines().map(|line| line.split([' ', ':']).nth(1).unwrap().parse().unwrap()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        // Beside the header, and in the code itself.
        for place in [512, 4_096, 30_000] {
            let mut bytes = sound.clone();
            bytes[block * 512 + place] ^= 0x10;
            workspace.write(BUNDLE, &bytes);
            let mut command = workspace.command();
            // An engine in the cache would be used in place of the one that was changed.
            command.env("XDG_CACHE_HOME", workspace.path("empty"));
            command.args(["run", BUNDLE, "-q", "--trust", "key.pub"]);
            let finished = crate::program::Finished::of(command).expect_code(1);
            assert!(finished.stdout.is_empty() && finished.stderr.contains(".cwasm is damaged"), "{finished:?}");
        }
    }
}
