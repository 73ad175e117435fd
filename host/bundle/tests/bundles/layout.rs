//! The file of a bundle: the same content makes the same bytes, other tools read them, and they are read as they were
//! written.

use std::fs;
use std::process::Command;

use coral_bundle::{Bundle, Digest, pack, with_signature, write_atomically};
use insta::assert_snapshot;

use crate::laboratory::{Folder, bundle, bytes, content, key, path, text};

#[test]
fn the_same_content_makes_the_same_bytes() {
    let key = key("a");
    assert_eq!(bytes("1.2.0", None), bytes("1.2.0", None));
    assert_eq!(bytes("1.2.0", Some(&key)), bytes("1.2.0", Some(&key)));
    assert_ne!(bytes("1.2.0", None), bytes("1.2.1", None));
}

#[test]
fn a_bundle_holds_what_was_packed() {
    let (manifest, files) = content("1.2.0");
    let bundle = bundle("1.2.0", Some(&key("a")));
    assert_eq!(bundle.manifest(), &manifest);
    assert_eq!(bundle.digest(), Digest::of(bundle.checksums().as_bytes()));
    for (name, content) in files.iter().filter(|(name, _)| !name.starts_with("precompiled/")) {
        assert_eq!(&bundle.read(name).unwrap(), content);
    }
    assert!(files.iter().all(|(name, content)| bundle.checksum(name) == Some(Digest::of(content))));
    for (name, size) in bundle.files() {
        assert!(files.get(name).is_none_or(|content| content.len() as u64 == size), "{name}");
    }
}

#[test]
fn files_stand_in_their_order() {
    let bundle = bundle("1.2.0", Some(&key("a")));
    let names: Vec<String> = bundle.files().map(|(name, _)| shortened(name)).collect();
    assert_snapshot!(names.join("\n"), @r"
    SHA256SUMS
    SHA256SUMS.sig
    manifest.json
    engine.wasm
    maps/…
    maps/…
    maps/…
    modules/…
    modules/…
    modules/…
    plugins/plugin.wasm
    precompiled/x86_64/engine
    precompiled/x86_64/high
    sources/high.ts
    ");
}

fn shortened(name: &str) -> String {
    match name.split_once('/') {
        Some((folder @ ("maps" | "modules"), _)) => format!("{folder}/…"),
        _ => name.to_owned(),
    }
}

#[test]
fn tar_and_sha256sum_read_it() {
    let folder = Folder::new();
    let file = folder.write("scripts.coralbundle", bytes("1.2.0", None));
    let (_, files) = content("1.2.0");
    let run = |program: &str, arguments: &[&str]| {
        let out = folder.path("out");
        fs::create_dir_all(&out).unwrap();
        let output = Command::new(program).args(arguments).current_dir(&out).env("LC_ALL", "C").output().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        String::from_utf8(output.stdout).unwrap()
    };
    let listed = run("tar", &["tvf", file.to_str().unwrap()]);
    assert!(listed.lines().all(|line| line.starts_with("-rw-r--r-- 0/0 ")), "{listed}");
    assert!(listed.lines().all(|line| line.contains(" 1970-01-01 ")), "{listed}");
    run("tar", &["xf", file.to_str().unwrap()]);
    let checked = run("sha256sum", &["--strict", "-c", "SHA256SUMS"]);
    assert_eq!(checked.lines().count(), files.len() + 1, "{checked}");
    for (name, content) in files {
        assert_eq!(fs::read(folder.path("out").join(name)).unwrap(), content);
    }
}

#[test]
fn a_file_that_is_replaced_or_overwritten_under_an_open_bundle_gives_the_old_or_an_error() {
    let folder = Folder::new();
    let file = folder.write("scripts.coralbundle", bytes("1.2.0", None));
    let bundle = Bundle::open(&file).unwrap();
    write_atomically(&file, &bytes("1.3.0", None)).unwrap();
    assert_eq!(bundle.read("engine.wasm").unwrap(), b"an engine");
    bundle.verify().unwrap();

    let bundle = Bundle::open(&file).unwrap();
    let in_memory = Bundle::open_in_memory(&file).unwrap();
    let mut overwritten = fs::read(&file).unwrap();
    let place = overwritten.windows(9).position(|window| window == b"an engine").unwrap();
    overwritten[place] ^= 1;
    fs::write(&file, &overwritten).unwrap();
    assert!(bundle.read("engine.wasm").unwrap_err().to_string().contains("engine.wasm is damaged"));
    assert!(bundle.verify().unwrap_err().to_string().contains("engine.wasm is damaged"));
    fs::write(&file, b"").unwrap();
    assert!(bundle.read("manifest.json").unwrap_err().to_string().contains("could not read the bundle"));
    assert_eq!(in_memory.read("engine.wasm").unwrap(), b"an engine");
}

#[test]
fn only_the_largest_files_are_checked_when_they_are_read() {
    let folder = Folder::new();
    let sound = bytes("1.2.0", None);
    let damaged = |content: &[u8]| {
        let mut bytes = sound.clone();
        let place = bytes.windows(content.len()).position(|window| window == content).unwrap();
        bytes[place] ^= 1;
        folder.write("scripts.coralbundle", bytes)
    };
    assert!(Bundle::open(&damaged(b"a component")).unwrap_err().to_string().contains("plugins/plugin.wasm is damaged"));
    for large in ["an engine", "machine code of the engine"] {
        let bundle = Bundle::open(&damaged(large.as_bytes())).unwrap();
        assert!(bundle.verify().unwrap_err().to_string().contains("is damaged"));
    }
}

#[test]
fn machine_code_is_not_read_without_a_proof_of_trust() {
    let error = bundle("1.2.0", None).read("precompiled/x86_64/high").unwrap_err();
    assert_snapshot!(
        error,
        @"scripts.coralbundle: precompiled/x86_64/high is machine code, which is taken only from a signer who is trusted (--trust)"
    );
}

#[test]
fn a_new_signature_changes_nothing_else() {
    let (one, other) = (key("one"), key("other"));
    let signed = bundle("1.2.0", Some(&one));
    let signature = bundle("1.2.0", Some(&other)).signature().unwrap().clone();
    assert_eq!(with_signature(&signed, &signature).unwrap(), bytes("1.2.0", Some(&other)));
    assert_eq!(with_signature(&bundle("1.2.0", None), &signature).unwrap(), bytes("1.2.0", Some(&other)));
    let another = bundle("1.3.0", None);
    assert_snapshot!(
        with_signature(&another, &signature).unwrap_err(),
        @"scripts.coralbundle: SHA256SUMS.sig: the signature does not verify: the bundle or its signature was changed after it was signed; fetch it again"
    );
}

#[test]
fn a_path_that_means_something_to_a_shell_is_not_packed() {
    for name in ["sources/a b.ts", "../x", "/x", "sources//x", "sources/x\\", "sources/é", "sources/x\n", ""] {
        let (manifest, mut files) = content("1.2.0");
        files.insert(name.to_owned(), Vec::new());
        let error = pack(path(), &manifest, &files, None).unwrap_err().to_string();
        assert!(error.contains("cannot be the path of a file in a bundle"), "{name:?}: {error}");
    }
    let (manifest, mut files) = content("1.2.0");
    files.insert(format!("sources/{}", "x".repeat(93)), Vec::new());
    let error = pack(path(), &manifest, &files, None).unwrap_err().to_string();
    assert!(error.contains("1 to 100 letters"), "{error}");
}

#[test]
fn what_is_no_file_is_not_read() {
    let folder = Folder::new();
    let error = Bundle::open(&folder.path("")).unwrap_err().to_string();
    assert!(error.contains("it is no regular file"), "{error}");
    let error = Bundle::open(&folder.path("none")).unwrap_err().to_string();
    assert!(error.contains("could not read the bundle: No such file or directory"), "{error}");
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let error = write_atomically(&Folder::new().path("none/scripts.coralbundle"), b"new").unwrap_err();
    assert_snapshot!(
        text(&error),
        @"none/scripts.coralbundle: could not write the bundle: No such file or directory (os error 2)"
    );
}

#[test]
fn a_link_goes_on_leading_to_the_file_that_is_written() {
    let folder = Folder::new();
    let file = folder.write("scripts-1.2.0.coralbundle", "old");
    let link = folder.path("scripts.coralbundle");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    write_atomically(&link, b"new").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"new");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
}

#[test]
fn a_file_keeps_its_mode_when_it_is_written_again() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let file = folder.write("scripts.coralbundle", "old");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    write_atomically(&file, b"new").unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"new");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.path("")).unwrap().count(), 1);
}
